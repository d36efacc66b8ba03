using System.Globalization;
using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>
/// A monitor that gets a signal of which Firecracker dies also dies of it, as Python's subprocess sees it and other supervisors do: it returns
/// -15 for SIGTERM, and 143 for an exit status. All final reports are written before.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class DeathBySignalTests : IDisposable
{
    // Starts its arguments, waits for a text in their output, sends a signal to them or to a child, and prints how they ended.
    private const string Supervisor =
        """
        import ctypes, os, signal, subprocess, sys, time
        # A shell's command in the background ignores two of them, and what it starts would too.
        for ignored in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(ignored, signal.SIG_DFL)
        number, sign, delay, generations, name, command = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), sys.argv[5], sys.argv[6:]
        monitor = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if sign:
            said = b""
            while sign.encode() not in said:
                said += os.read(monitor.stdout.fileno(), 4096) or sys.exit(f"ended: {said}")
        time.sleep(delay)
        target = monitor.pid
        for _ in range(generations):
            target = int(open(f"/proc/{target}/task/{target}/children").read().split()[0])
        tgkill = 234
        if name:
            threads = [int(task) for task in os.listdir(f"/proc/{target}/task") if open(f"/proc/{target}/task/{task}/comm").read() == name + "\n"]
            ctypes.CDLL(None).syscall(tgkill, target, threads[0], number)
        else:
            os.kill(target, number)
        how = os.waitid(os.P_PID, monitor.pid, os.WEXITED | os.WNOWAIT).si_code
        error = monitor.communicate()[1].decode()
        print(monitor.returncode, {os.CLD_EXITED: "exited", os.CLD_KILLED: "killed", os.CLD_DUMPED: "dumped"}[how], error)
        """;

    // Longer than a start takes on any machine.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-death-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Signum.SIGTERM)]
    [InlineData(Signum.SIGINT)]
    [InlineData(Signum.SIGQUIT)]
    [InlineData(Signum.SIGABRT)]
    public void AJailedMonitorDiesOfIt(Signum signal)
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();

        ProgramResult result = Kill(signal, "spinning", [Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MachineArguments, "--log-path", "vmm.log"]);

        Assert.StartsWith($"-{(int)signal} killed", result.Output, StringComparison.Ordinal);
        Assert.Contains($"Shutting down VM after intercepting signal {(int)signal}", File.ReadAllText(jail.PathOf("vmm.log")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signum.SIGTERM)]
    [InlineData(Signum.SIGINT)]
    [InlineData(Signum.SIGQUIT)]
    [InlineData(Signum.SIGABRT)]
    public void SoDoesOneWithAnApiAndWithoutAJail(Signum signal)
    {
        Requires.Kvm();

        ProgramResult result = Kill(signal, "spinning", [Artifacts.Vmm, "--api-sock", InFolder("api.sock"), "--config-file", Configuration("spin", "")]);

        Assert.StartsWith($"-{(int)signal} killed", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "core*"));
    }

    // Signals with an exit status of their own keep it.
    [Fact]
    public void AHangUpIsAStatus()
    {
        Requires.Kvm();

        ProgramResult result = Kill(Signum.SIGHUP, "spinning", [Artifacts.Vmm, "--no-api", "--config-file", Configuration("spin", "")]);

        Assert.StartsWith("156 exited", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void APausedMonitorDiesOfIt()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using ReapedProgram monitor = ReapedProgram.Start(
            [Artifacts.Jailer, .. jail.JailerArguments, "--", "--api-sock", "api.sock", "--config-file", "vm.json", "--level", "Off"]);
        Assert.True(SpinWait.SpinUntil(() => monitor.Output.Contains("spinning", StringComparison.Ordinal), _patience), monitor.Error);
        using (ApiClient client = new(jail.PathOf("api.sock")))
        {
            Assert.Equal(204, client.Request("PATCH", "/vm", """{"state": "Paused"}""").Status);
        }

        monitor.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), monitor.WaitForEnd());
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void UnderLoadItDiesOfIt(string engine)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(64, $"\"io_engine\": \"{engine}\", \"is_read_only\": false");
        guest.Stage("disk", "mode=bench operation=write order=random depth=32 milliseconds=60000");

        ProgramResult result = Kill(
            Signum.SIGTERM, "disk: begin", [Artifacts.Jailer, .. guest.Jail.JailerArguments, "--", .. TestJail.MonitorArguments]);

        Assert.StartsWith("-15 killed \n", result.Output, StringComparison.Ordinal);
    }

    // Before the monitor exists, before it listens, and while it starts: a start takes some five milliseconds.
    [Fact]
    public void AtAnyMomentOfTheStartItDiesOfIt()
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();
        for (int moment = 0; moment < 40; moment++)
        {
            string delay = (moment * 0.0005).ToString(CultureInfo.InvariantCulture);

            ProgramResult result = Kill(Signum.SIGTERM, "", [Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments], delay);

            Assert.True(result.Output.StartsWith("-15 killed", StringComparison.Ordinal), $"after {delay} s: {result.Output}{result.Error}");
        }
    }

    // Where the vmm thread has something else to handle, the kernel gives it to any.
    [Theory]
    [InlineData("runtime")]
    [InlineData("vcpu 0")]
    public void AnAbortThatAnotherThreadGotKillsToo(string thread)
    {
        Requires.RootAndKvm();
        using TestJail jail = TestJail.WithSpinningGuest();

        ProgramResult result = Kill(
            Signum.SIGABRT, "spinning", [Artifacts.Jailer, .. jail.JailerArguments, "--", .. TestJail.MonitorArguments], thread: thread);

        Assert.StartsWith("-6 killed", result.Output, StringComparison.Ordinal);
        Assert.Contains("got signal 6, which a process sent", result.Output, StringComparison.Ordinal);
    }

    // The first process of a namespace does not die of what has no handler: it ends with the status, and its supervisor sees that.
    [Fact]
    public void TheFirstProcessOfANamespaceEndsWithTheStatus()
    {
        Requires.RootAndKvm();
        string[] command = ["unshare", "--pid", "--fork", Artifacts.Vmm, "--no-api", "--level", "Off", "--config-file", Configuration("spin", "")];

        ProgramResult result = Kill(Signum.SIGTERM, "spinning", command, generations: 1);

        Assert.StartsWith("143 exited", result.Output, StringComparison.Ordinal);
    }

    private static ProgramResult Kill(Signum signal, string sign, string[] command, string delay = "0", int generations = 0, string thread = "")
    {
        ProgramResult result = RunningProgram.Run("python3", ["-c", Supervisor, $"{(int)signal}", sign, delay, $"{generations}", thread, .. command]);
        Assert.True(result.Status == 0, result.Error);
        return result;
    }

    private string Configuration(string guest, string words)
    {
        string path = InFolder("vm.json");
        File.WriteAllText(path, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest(guest)}}}", "boot_args": "{{{words}}}"}}""");
        return path;
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
