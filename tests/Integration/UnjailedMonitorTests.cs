using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>What a monitor without a jailer denies itself beside its filters, where the kernel can.</summary>
public sealed class UnjailedMonitorTests : IDisposable
{
    private const int Tgkill = 234;
    private const int SIGABRT = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-unjailed-").FullName;
    private readonly RunningProgram _other = RunningProgram.Start("sleep", "60");

    public UnjailedMonitorTests()
    {
        Requires.LandlockScopes();
        Requires.ExecutableMemoryRefusal();
    }

    public void Dispose()
    {
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void ItLosesBothAbilitiesAndItsCollectorGoesOn() => Assert.Equal(
        new ProgramResult(0, "before: signals, executable memory\nafter: does not signal, no executable memory\ncollected\n", ""),
        RunningProgram.Run(Artifacts.Probe, "confine", $"{_other.Id}"));

    // The filters allow this call, since the monitor's own threads send the signal to each other. The runtime's own thread is there before the
    // domain, and outside: so one sees that the call is made.
    [Theory]
    [InlineData("vmm", false)]
    [InlineData("runtime", true)]
    public void ATakenThreadEndsNoOtherProcess(string name, bool ends)
    {
        Requires.RootAndKvm();
        string socket = Path.Combine(_folder, "api.sock");
        using RunningProgram program = RunningProgram.Start(Artifacts.Vmm, "--api-sock", socket, "--level", "Off");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket), TimeSpan.FromSeconds(20)));
        ProcessView process = new(program.Id);
        // A thread that has just been made has its maker's name still.
        int thread = process.Threads.Order().First(thread => process.NameOf(thread) == name);

        string victim = _other.Id.ToString(CultureInfo.InvariantCulture);
        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "inject", $"{thread}", $"{Tgkill}", victim, victim, $"{SIGABRT}");
        bool ended = SpinWait.SpinUntil(() => _other.HasEnded, ends ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(1));

        Assert.Equal(ends, ended);
    }
}
