using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.ProfileCommands.Explain;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Values are shown under the names that profiles use.</summary>
public sealed partial class WordingTests
{
    private const string Numbers = "descriptors.yaml";

    [Theory]
    [InlineData("ioctl", 1, 0xAE80ul, "KVM_RUN")]
    [InlineData("ioctl", 2, 0xAE80ul, "0xae80")]
    [InlineData("mmap", 2, 0ul, "PROT_NONE")]
    [InlineData("mmap", 2, 7ul, "PROT_READ|PROT_WRITE|PROT_EXEC")]
    [InlineData("mmap", 2, 0x80007ul, "0x80007")]
    [InlineData("futex", 1, 0x80ul, "FUTEX_WAIT|FUTEX_PRIVATE_FLAG")]
    [InlineData("futex", 1, 0x100000ul, "0x100000")]
    [InlineData("futex", 1, 0x89ul, "FUTEX_WAIT_BITSET|FUTEX_PRIVATE_FLAG")]
    [InlineData("socket", 1, 0x80801ul, "SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC")]
    [InlineData("read", 2, 9999ul, "9999")]
    [InlineData("read", 2, 10000ul, "0x2710")]
    public void AValueIsNamedByTheArgumentThatItIs(string call, int index, ulong value, string expected) =>
        Assert.Equal(expected, ArgumentWords.Of(SyscallTable.NumberOf(call)!.Value, index, value));

    // Every constant in a shipped profile is shown by its name; O_RDONLY is not a bit.
    [Fact]
    public void NoConstantOfTheShippedProfilesIsLost()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "seccomp-profiles");
        ProfileLibrary library = new(new DirectorySource(folder));
        FilterSet set = ExampleProfiles.SetOf(new(new DirectorySource(folder)));
        string words = string.Join('\n', ExplainedProgram.Of(FilterProfile.Launch, library, set).Rules.Select(rule => rule.Conditions));
        string[] written =
        [
            .. Directory.GetFiles(folder, "*.yaml").Where(file => Path.GetFileName(file) != Numbers).SelectMany(File.ReadLines)
                .Where(line => !line.TrimStart().StartsWith('#') && !line.Contains("reason:", StringComparison.Ordinal) && !line.Contains("allow:", StringComparison.Ordinal)
                    && !line.Contains("action:", StringComparison.Ordinal))
                .SelectMany(line => Constant().Matches(Named().Replace(line, ""))).Select(match => match.Value).Distinct(),
        ];

        Assert.InRange(written.Length, 50, 1000);
        Assert.All(written.Except(["O_RDONLY"]), name => Assert.Matches($@"\b{name}\b", words));
        // A named number is shown with its description.
        string[] meanings = [.. Meaning().Matches(File.ReadAllText(Path.Combine(folder, Numbers))).Select(match => match.Groups[1].Value)];
        Assert.InRange(meanings.Length, 10, 100);
        Assert.All(meanings, meaning => Assert.Contains(meaning, words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{index: 0, is: SOME}", "argument 0 (32 bits) must be some file (43 to 59)")]
    [InlineData("{index: 0, is: ONE}", "argument 0 (32 bits) must be the one (1)")]
    [InlineData("{index: 0, is: [ONE, TWO]}; {index: 1, op: ge, value: 2}", "argument 0 (32 bits) must be the one or the two (1, 2); argument 1 must be at least 2")]
    public void ANumberWithANameIsToldByItsWords(string conditions, string expected)
    {
        Dictionary<string, string> texts = FilterProfiles.All.ToArray().ToDictionary(
            FilterProfiles.NameOf, profile => $"profile: {FilterProfiles.NameOf(profile)}\ndefault: trap\nrules: [{{syscall: exit, reason: r}}]\n");
        texts["numbers"] = "constants: numbers\nnames:\n  - {name: SOME, first: 43, last: 59, means: some file}\n"
            + "  - {name: ONE, value: 1, means: the one}\n  - {name: TWO, value: 2, means: the two}\n";
        texts["vcpu"] = $"profile: vcpu\ndefault: trap\ninclude: [numbers]\nrules: [{{syscall: read, args: [{conditions.Replace(';', ',')}], reason: r}}]\n";

        Assert.Equal(expected, ConditionWords.Of(new ProfileLibrary(new TextSource(texts)).RulesOf(FilterProfile.Vcpu).Rules[0]));
    }

    [GeneratedRegex(@"means: (.*)\}")]
    private static partial Regex Meaning();

    [GeneratedRegex(@"\bis: (\[[^\]]*\]|[A-Z_]+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\b[A-Z][A-Z0-9_]{3,}\b")]
    private static partial Regex Constant();
}
