using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Manuals;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>Every command has a page with all of its help, which groff accepts without warnings.</summary>
public sealed partial class ManualPageTests
{
    public static TheoryData<string> Pages => [.. Program.Files.Select(file => file.Path).Where(path => path.StartsWith("man/", StringComparison.Ordinal))];

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
            (_, string text) = ShellRun.Of("groff", ManualPage.Of(command, []), "-man", "-Tascii", "-P-cbou");
            Assert.All(command.AllOptions, option => Assert.Contains(option.Name, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void EveryPageLeadsToOthersThatAreThere()
    {
        string[] pages = [.. Pages.Select(page => Path.GetFileName((string)page))];

        Assert.Equal(["jailer.8"], pages.Where(page => page.EndsWith(".8", StringComparison.Ordinal)));
        Assert.Contains("jailer-profile.1", pages);
        Assert.Contains("vm.json.5", pages);
        foreach (string path in Pages.Select(page => (string)page))
        {
            string[] others = [.. SeeAlso().Matches(TextOf(path)[TextOf(path).IndexOf(".SH SEE ALSO", StringComparison.Ordinal)..])
                .Select(match => $"{match.Groups[1].Value.Replace("\\-", "-", StringComparison.Ordinal)}.{match.Groups[2].Value}")];
            Assert.InRange(others.Length, 3, 20);
            Assert.Empty(others.Except(pages));
            Assert.DoesNotContain(Path.GetFileName(path), others);
        }
    }

    [Fact]
    public void EveryStatusOfTheMonitorIsOnItsPage()
    {
        Type codes = Type.GetType("Kiln.Vmm.Foundation.ExitCode, vmm", throwOnError: true)!;
        string page = TextOf("man/man1/vmm.1");

        Assert.All(Enum.GetValuesAsUnderlyingType(codes).Cast<int>(), status => Assert.Matches($"\\b{status}\\b", page));
    }

    [Fact]
    public void TheConfigurationFileIsDescribedByItsFields()
    {
        (_, string page) = ShellRun.Of("groff", TextOf("man/man5/vm.json.5"), "-man", "-Tascii", "-P-cbou");

        Assert.All(
            ["boot-source", "machine-config", "drives", "network-interfaces", "balloon", "vsock", "entropy", "serial", "logger", "metrics", "mmds-config", "cpu-config"],
            section => Assert.Contains($"\n   {section}\n", page, StringComparison.Ordinal));
        Assert.Matches("drive_id string\n +Required", page);
        Assert.Contains("rate_limiter.bandwidth.size integer\n", page, StringComparison.Ordinal);
        Assert.Contains("kernel_image_path string\n", page, StringComparison.Ordinal);
    }

    // A line of an example that begins with a dot would be a roff request.
    [Fact]
    public void NothingThatIsWrittenBecomesARequest()
    {
        CommandModel command = new("hostile", "hostile 1", ".sy rm", ".so /etc/passwd\n'br\n\\*[x]", [new OptionModel("--x", "V", ".PP")], "example:\n.ab");

        string[] requests = [.. ManualPage.Of(command, []).Split('\n').Where(line => line.StartsWith('.') || line.StartsWith('\''))];

        Assert.All(requests, line => Assert.Matches("^\\.(TH|SH|TP|I|B|nf|fi)( |$)", line));
        Assert.Equal(0, ShellRun.Of("groff", ManualPage.Of(command, []), "-man", "-ww", "-z", "-Tutf8").Status);
    }

    [GeneratedRegex(@"\\fB([^\r\n]+?)\\fR\((\d)\)")]
    private static partial Regex SeeAlso();

    private static string TextOf(string path) => Program.Files.Single(file => file.Path == path).Text;
}
