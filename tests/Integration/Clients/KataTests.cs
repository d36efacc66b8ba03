using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// Kata's runtime: it parses the version's first line, configures the machine by a file that is bind-mounted into the jail with kernel, image and
/// two FIFOs, the jail is a mount of its own, drives are placeholders that are replaced later, and vCPUs are found by their threads' names.
/// It stops by SIGTERM and polls whether the process still exists. Left out: networks, vsock, the guest's agent.
/// </summary>
public sealed class KataTests : IDisposable
{
    // The mode of its FIFOs: only root, who is exempt from the check, can open them.
    private const FilePermissions Nobody = 0;

    private readonly KataSandbox _sandbox = new();

    private Installation Host => _sandbox.Host;

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void ASandboxStartsIsPinnedAndStops()
    {
        string[] words = RunningProgram.Run(Host.Firecracker, "--version").Output.Split('\n')[0].Split(' ');
        Assert.Equal(("Firecracker", "1.17.0"), (words[0], words[1].TrimStart('v')));
        (Fifo log, Fifo metrics) = _sandbox.Configure(path => Host.InJail(path), Nobody);
        using ReapedProgram firecracker = ReapedProgram.Start(Host.Firecracker, "--api-sock", _sandbox.Socket, "--config-file", Host.InJail("fcConfig.json"));
        AwaitRunning(firecracker);

        IReadOnlyDictionary<int, int> processors = ProcessorsOf(firecracker.Id);
        Assert.Equal([0, 1], processors.Keys.Order());
        Assert.All(processors.Values, thread => Assert.Equal(0, RunningProgram.Run("taskset", "-p", "-c", "0", $"{thread}").Status));
        _sandbox.ReplaceDrive(Host.InJail("drive_0"));
        firecracker.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), firecracker.WaitForEnd());
        Assert.StartsWith("{\"utc_timestamp_ms\"", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("Firecracker", log.Text, StringComparison.Ordinal);
    }

    // The control: the same threads under another executable name are not recognized as vCPUs.
    [Fact]
    public void UnderAnotherNameThereIsNoProcessorToPin()
    {
        using Installation kiln = new("kiln");
        using ReapedProgram monitor = ReapedProgram.Start(kiln.Firecracker, "--api-sock", kiln.PathOf("api.sock"));
        Installation.Await(10, monitor, () => File.Exists(kiln.PathOf("api.sock")));
        using Exchange api = new(kiln.PathOf("api.sock"), Dialect.Go);
        api.Do("PUT", "/boot-source", $$"""{"kernel_image_path":"{{kiln.Kernel("spin")}}"}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");

        Assert.Empty(ProcessorsOf(monitor.Id));
    }

    // Its process is known by the pid file here: Kata takes the jailer's number for it, which has ended by then.
    [Fact]
    public void AJailedSandboxStartsAsRootAndStops()
    {
        _sandbox.MountRoot();
        (Fifo log, Fifo metrics) = _sandbox.Configure(path => "/" + path, FilePermissions.S_IRUSR | FilePermissions.S_IWUSR);
        using ReapedProgram jailer = Jail("--daemonize");
        Assert.Equal(Ending.Exited(0), jailer.WaitForExit());
        Assert.Contains("--node", jailer.Error, StringComparison.Ordinal);
        Assert.Contains("--uid 0", jailer.Error, StringComparison.Ordinal);
        using DetachedMonitor monitor = DetachedMonitor.Of(Host.PidFile);
        AwaitRunning(jailer);

        Assert.Equal([0, 1], ProcessorsOf(monitor.Id).Keys.Order());
        _sandbox.ReplaceDrive("/drive_0");
        _ = Syscall.kill(monitor.Id, Signum.SIGTERM);
        monitor.WaitForEnd();

        Assert.StartsWith("{\"utc_timestamp_ms\"", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("The API server received a Patch request", log.Text, StringComparison.Ordinal);
    }

    // A documented difference: root inside a jail lacks the capability to open a FIFO with mode 0.
    [Fact]
    public void AJailedRootOpensNoFifoThatNobodyMay()
    {
        _sandbox.Configure(path => "/" + path, Nobody);

        using ReapedProgram jailer = Jail();

        Assert.Equal(Ending.Exited(1), jailer.WaitForEnd());
        Assert.Contains("Logger error: Failed to open target file: Permission denied (os error 13)", jailer.Error, StringComparison.Ordinal);
    }

    private ReapedProgram Jail(params string[] mode) => ReapedProgram.Start(
    [
        Artifacts.Jailer, "--id", Host.Id, "--node", "0", "--exec-file", Host.Firecracker, "--uid", "0", "--gid", "0",
        "--chroot-base-dir", Host.Jails, .. mode, "--", "--config-file", "/fcConfig.json",
    ]);

    private void AwaitRunning(ReapedProgram program)
    {
        long end = Environment.TickCount64 + 10_000;
        string? state = null;
        while (state != "Running")
        {
            Assert.True(Environment.TickCount64 < end, program.Error);
            Thread.Sleep(10);
            if (File.Exists(_sandbox.Socket))
            {
                using Exchange api = new(_sandbox.Socket, Dialect.Go);
                state = api.Get("/")["state"];
            }
        }
    }

    // By the process's threads, whose names must begin with the word and go on with a number.
    private static Dictionary<int, int> ProcessorsOf(int process)
    {
        const string Prefix = "fc_vcpu";
        ProcessView view = new(process);
        return view.Threads
            .Where(thread => view.NameOf(thread).StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(thread => int.Parse(view.NameOf(thread)[Prefix.Length..].Trim(), CultureInfo.InvariantCulture));
    }
}
