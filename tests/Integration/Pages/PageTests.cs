using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Pages;

/// <summary>The commands on the pages that users read first do what the pages say, in their order.</summary>
[Collection(BusyCollection.Name)]
public sealed class PageTests
{
    // What takes minutes, or changes the host beyond what a mount namespace hides.
    private const int MostNotRun = 5;

    [Theory]
    [InlineData("README.md", 30)]
    [InlineData("seccomp-profiles/README.md", 10)]
    public void EveryCommandPrintsWhatThePageShows(string page, int fewest)
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        ConsolePage console = ConsolePage.Parse(File.ReadAllText(Path.Combine(Artifacts.Root, page)));
        using ConsoleSession session = new();

        string[][] outputs = session.Run(console.Commands);

        Assert.InRange(console.Commands.Count, fewest, int.MaxValue);
        Assert.InRange(console.NotRun, 0, MostNotRun);
        Assert.Equal(console.Commands.Count, outputs.Length);
        Assert.All(console.Commands, (command, index) => Assert.True(
            OutputPattern.Matches(command.Output, outputs[index]) || OutputPattern.Matches(command.Output, WithoutLog(outputs[index])),
            $"$ {command.Text}\n{string.Join('\n', outputs[index])}"));
    }

    [Theory]
    [InlineData("process 12: ok", "process 4711: ok", true)]
    [InlineData("process 12: ok", "process 4711: WRONG", false)]
    [InlineData("  4711     vmm  ok", "  12       vmm  ok", true)]
    [InlineData("  4711     vmm  ok", "  12       api  ok", false)]
    [InlineData("a ... c", "a b c", true)]
    [InlineData("a ... c", "a b d", false)]
    [InlineData("...\nlast", "first\nsecond\nlast", true)]
    [InlineData("...\nlast", "first\nlast\nmore", false)]
    [InlineData("vmm: thread \"api\" (1) called ioctl (16)", "vmm: thread \"api\" (22) called ioctl (17)", false)]
    [InlineData("", "", true)]
    public void AnOutputThatDiffersIsSeen(string shown, string printed, bool matches) =>
        Assert.Equal(matches, OutputPattern.Matches(shown.Split('\n'), printed.Split('\n')));

    [Fact]
    public void ALineOfTheLogInALineOfTheConsoleIsTakenOut() => Assert.Equal(
        ["kiln: hello from the guest", "end"],
        WithoutLog(["kiln: he2026-11-29T17:03:33.012019018 [demo:vmm] Vmm is stopping.", "llo from the guest", "end"]));

    [Fact]
    public void ABlockHasCommandsWithTheirOutputs()
    {
        ConsolePage page = ConsolePage.Parse("text\n\n1. item\n\n   ```console\n   $ a <<END\n   > b\n   > END\n   out\n\n   end\n   $ c\n   ```\n\n"
            + "```console\n# not run: slow\n$ d\n```\n\n```yaml\n$ e\n```\n");

        Assert.Equal(["a <<END\nb\nEND", "c"], page.Commands.Select(command => command.Text));
        Assert.Equal(["out", "", "end"], page.Commands[0].Output);
        Assert.Empty(page.Commands[1].Output);
        Assert.Equal(1, page.NotRun);
    }

    private static string[] WithoutLog(string[] lines) => LogLines.Remove(string.Join('\n', lines)).Split('\n');
}
