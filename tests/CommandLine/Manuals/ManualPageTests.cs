using System.Linq;
using Kiln.Manuals;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>Every command has a page with all of its help, which groff accepts without warnings.</summary>
public sealed class ManualPageTests
{
    public static TheoryData<string> Pages => [.. Program.Files.Select(file => file.Path).Where(path => path.EndsWith(".1", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void APageIsSetWithoutComplaint(string path)
    {
        (int status, string output) = ShellRun.Of("groff", TextOf(path), "-man", "-ww", "-z", "-Tutf8");

        Assert.Equal((0, ""), (status, output));
    }

    [Fact]
    public void EveryOptionIsOnItsCommandsPage()
    {
        foreach (CommandModel command in Program.Programs.SelectMany(program => program.All))
        {
            (_, string text) = ShellRun.Of("groff", ManualPage.Of(command), "-man", "-Tascii", "-P-cbou");
            Assert.All(command.AllOptions, option => Assert.Contains(option.Name, text, StringComparison.Ordinal));
        }
    }

    // A line of an example that begins with a dot would be a roff request.
    [Fact]
    public void NothingThatIsWrittenBecomesARequest()
    {
        CommandModel command = new("hostile", "hostile 1", ".sy rm", ".so /etc/passwd\n'br\n\\*[x]", [new OptionModel("--x", "V", ".PP")], "example:\n.ab");

        string[] requests = [.. ManualPage.Of(command).Split('\n').Where(line => line.StartsWith('.') || line.StartsWith('\''))];

        Assert.All(requests, line => Assert.Matches("^\\.(TH|SH|TP|I|B|nf|fi)( |$)", line));
        Assert.Equal(0, ShellRun.Of("groff", ManualPage.Of(command), "-man", "-ww", "-z", "-Tutf8").Status);
    }

    private static string TextOf(string path) => Program.Files.Single(file => file.Path == path).Text;
}
