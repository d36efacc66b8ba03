using System.Linq;
using Kiln.Manuals;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>The shells complete options, values and commands with the generated scripts.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("jailer ''", "profile")]
    [InlineData("jailer --exec", "--exec-file")]
    [InlineData("jailer --cgroup-version ''", "1")]
    [InlineData("jailer --log-level w", "warning")]
    [InlineData("jailer profile ''", "check")]
    [InlineData("jailer profile w", "why")]
    [InlineData("jailer profile check --", "--arch")]
    [InlineData("jailer --chroot-base-dir /u", "/usr")]
    [InlineData("vmm check", "check-config")]
    [InlineData("vmm sn", "snapshot")]
    [InlineData("vmm snapshot ''", "check")]
    [InlineData("vmm snapshot check --", "--format")]
    [InlineData("vmm snapshot check --format j", "json")]
    [InlineData("vmm snapshot check /etc/pass", "/etc/passwd")]
    [InlineData("vmm --describe-snapshot /etc/pass", "/etc/passwd")]
    [InlineData("vmm --log-format j", "json")]
    [InlineData("vmm --config-file /etc/pass", "/etc/passwd")]
    public void BashOffersIt(string line, string expected)
    {
        string program = line.Split(' ')[0];
        string script = TextOf($"bash-completion/completions/{program}")
            + $"\nCOMP_WORDS=({line})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_{program}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n";

        (int status, string output) = ShellRun.Of("bash", script, "--norc", "-u");

        Assert.True(status == 0, output);
        Assert.Contains(expected, output.Split('\n'));
    }

    [Theory]
    [InlineData("jailer ", "profile")]
    [InlineData("jailer --exec", "--exec-file")]
    [InlineData("jailer --log-level ", "warning")]
    [InlineData("jailer profile ", "check")]
    [InlineData("jailer profile check --", "--arch")]
    [InlineData("vmm ", "check-config")]
    [InlineData("vmm snapshot ", "check")]
    [InlineData("vmm snapshot check --format ", "json")]
    [InlineData("vmm --log-format ", "json")]
    public void FishOffersIt(string line, string expected)
    {
        string program = line.Split(' ')[0];
        string script = TextOf($"fish/vendor_completions.d/{program}.fish") + $"\ncomplete -C '{line}'\n";

        (int status, string output) = ShellRun.Of("fish", script, "--no-config");

        Assert.True(status == 0, output);
        Assert.Contains(output.Split('\n'), offered => offered.Split('\t')[0] == expected);
    }

    [Theory]
    [InlineData("jailer")]
    [InlineData("vmm")]
    public void ZshReadsIt(string program)
    {
        (int status, string output) = ShellRun.Of("zsh", TextOf($"zsh/site-functions/_{program}"), "-n");

        Assert.Equal((0, ""), (status, output));
    }

    [Fact]
    public void EveryOptionOfEveryCommandIsInEveryScript()
    {
        foreach (ProgramModel program in Program.Programs)
        {
            string[] options = [.. program.All.SelectMany(command => command.AllOptions).Select(option => option.Name)];
            Assert.All(options, option => Assert.Contains(option, TextOf($"bash-completion/completions/{program.Name}"), StringComparison.Ordinal));
            Assert.All(options, option => Assert.Contains(option, TextOf($"zsh/site-functions/_{program.Name}"), StringComparison.Ordinal));
            Assert.All(
                options, option => Assert.Contains($" -l {option[2..]} ", TextOf($"fish/vendor_completions.d/{program.Name}.fish"), StringComparison.Ordinal));
        }
    }

    private static string TextOf(string path) => Program.Files.Single(file => file.Path == path).Text;
}
