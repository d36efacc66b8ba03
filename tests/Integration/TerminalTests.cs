using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The terminal goes raw while a guest runs, and is restored on every exit path.</summary>
public sealed class TerminalTests : IDisposable
{
    private const int Execve = 59;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-terminal-").FullName;

    private string Before => Path.Combine(_folder, "before");

    private string After => Path.Combine(_folder, "after");

    private string Configuration => Path.Combine(_folder, "vm.json");

    [Theory]
    [InlineData(Signum.SIGTERM)]
    [InlineData(Signum.SIGINT)]
    [InlineData(Signum.SIGHUP)]
    [InlineData(Signum.SIGQUIT)]
    [InlineData(Signum.SIGABRT)]
    [InlineData(Signum.SIGSYS)]
    [InlineData(Signum.SIGSEGV)]
    [InlineData(Signum.SIGBUS)]
    [InlineData(Signum.SIGILL)]
    [InlineData(Signum.SIGFPE)]
    public void ASignalGivesTheTerminalBack(Signum signal)
    {
        using RunningProgram program = StartOnTerminal("spin", "spinning");
        AssertRaw();

        Syscall.kill(MonitorId(), signal);

        AssertRestored(program);
    }

    [Theory]
    [InlineData("vmm")]
    [InlineData("vcpu 0")]
    [InlineData("runtime")]
    public void AViolationGivesTheTerminalBack(string thread)
    {
        using RunningProgram program = StartOnTerminal("spin", "spinning");
        AssertRaw();
        ProcessView process = new(MonitorId());
        int threadId = process.Threads.Single(candidate => process.NameOf(candidate) == thread);

        RunningProgram.Run(Artifacts.Probe, "inject", $"{threadId}", $"{Execve}");

        AssertRestored(program);
    }

    [Fact]
    public void TheGuestsResetGivesTheTerminalBackAndKeysReachTheGuest()
    {
        using RunningProgram program = StartOnTerminal("echo", "echo ready");
        AssertRaw();

        // Control-C is a key like any other; Control-D ends this guest.
        program.Type("\u0003typed\u0004");

        AssertRestored(program);
        Assert.Contains("\u0003typed", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingOfALongPasteIsLost()
    {
        using RunningProgram program = StartOnTerminal("echo", "echo ready");
        Random random = new(64);
        string text = string.Concat(Enumerable.Range(0, 1024).Select(line => $"{line} {new string((char)('a' + random.Next(26)), 58)}\n"));
        Assert.True(text.Length >= 60 * 1024);

        program.Type(text + "\u0004");

        AssertRestored(program);
        Assert.Contains(text, program.Output.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void SigkillIsTheOneThatDoesNot()
    {
        using RunningProgram program = StartOnTerminal("spin", "spinning");

        Syscall.kill(MonitorId(), Signum.SIGKILL);

        program.WaitForEnd();
        Assert.NotEqual(File.ReadAllText(Before), File.ReadAllText(After));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RunningProgram StartOnTerminal(string guest, string ready)
    {
        Requires.Kvm();
        File.WriteAllText(Configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest(guest)}}}"}}""");
        string command = $"stty -g >{Before}; {Artifacts.Vmm} --no-api --config-file {Configuration} --level Off; stty -g >{After}";
        RunningProgram program = RunningProgram.Start("script", "-qec", command, "/dev/null");
        program.WaitForOutput(ready);
        return program;
    }

    private int MonitorId() => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out int id) ? id : 0)
        .Single(id => id > 0 && CommandLineOf(id).StartsWith(Artifacts.Vmm, StringComparison.Ordinal) && CommandLineOf(id).Contains(Configuration, StringComparison.Ordinal));

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    // The terminal goes raw after the guest is built and before it runs, so its first line means that it is.
    private void AssertRaw()
    {
        string terminal = new ProcessView(MonitorId()).Descriptors[0];
        Assert.NotEqual(File.ReadAllText(Before), RunningProgram.Run("stty", "-F", terminal, "-g").Output);
    }

    private void AssertRestored(RunningProgram program)
    {
        program.WaitForEnd();
        Assert.Equal(File.ReadAllText(Before), File.ReadAllText(After));
    }
}
