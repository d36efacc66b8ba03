using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The demonstration that people see first: a shell on Linux in a jail, on a terminal, usable by typing.</summary>
[Collection(BusyCollection.Name)]
public sealed class BusyBoxTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public void AShellAnswersWhatIsTypedAndRebootEndsWithStatusZero()
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        string demo = Path.Combine(Artifacts.Root, "scripts/demo");
        using RunningProgram program = RunningProgram.Start("script", "-qec", $"KILN_GUEST_KERNEL={Artifacts.GuestKernel} {demo} --linux", "/dev/null");
        program.WaitForOutput("BusyBox on Linux", _patience);

        // A prompt does not end its line, so do not wait for it; the terminal keeps early input.
        program.Type("echo answer=$((6 * 7))\n");
        program.WaitForOutput("answer=42", _patience);
        // Control-C goes to the guest and not to the monitor. The expected text differs from what is typed, which the guest echoes.
        program.Type("trap 'stop=1' INT; echo wai\"\"ting; until [ \"$stop\" ]; do :; done; echo stopped=$((40 + 4))\n");
        program.WaitForOutput("waiting", _patience);
        program.Type("\u0003");
        program.WaitForOutput("stopped=44", _patience);
        program.Type("reboot -f\n");

        Assert.Equal(0, program.WaitForEnd(_patience).Status);
    }
}
