using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Jailer.ProfileCommands.Explain;
using Kiln.Jailer.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Values get the names that profiles write.</summary>
public sealed partial class WordingTests
{
    [Theory]
    [InlineData("ioctl", 1, 0xAE80ul, "KVM_RUN")]
    [InlineData("ioctl", 2, 0xAE80ul, "0xae80")]
    [InlineData("mmap", 2, 0ul, "PROT_NONE")]
    [InlineData("mmap", 2, 7ul, "PROT_READ|PROT_WRITE|PROT_EXEC")]
    [InlineData("mmap", 2, 0x80007ul, "0x80007")]
    [InlineData("futex", 1, 0x89ul, "FUTEX_WAIT_BITSET|FUTEX_PRIVATE_FLAG")]
    [InlineData("socket", 1, 0x80801ul, "SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC")]
    [InlineData("read", 2, 9999ul, "9999")]
    [InlineData("read", 2, 10000ul, "0x2710")]
    public void AValueIsNamedByTheArgumentThatItIs(string call, int index, ulong value, string expected) =>
        Assert.Equal(expected, ArgumentWords.Of(SyscallTable.NumberOf(call)!.Value, index, value));

    // A constant that a shipped profile writes comes back by its name; O_RDONLY is no bit of anything.
    [Fact]
    public void NoConstantOfTheShippedProfilesIsLost()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "seccomp-profiles");
        ProfileLibrary library = new(new DirectorySource(folder));
        string words = string.Join('\n', ExplainedProgram.Of(FilterProfile.Launch, library).Rules.Select(rule => rule.Conditions));
        string[] written =
        [
            .. Directory.GetFiles(folder, "*.yaml").SelectMany(File.ReadLines)
                .Where(line => !line.TrimStart().StartsWith('#') && !line.Contains("reason:", StringComparison.Ordinal) && !line.Contains("allow:", StringComparison.Ordinal)
                    && !line.Contains("action:", StringComparison.Ordinal))
                .SelectMany(line => Constant().Matches(line)).Select(match => match.Value).Distinct(),
        ];

        Assert.InRange(written.Length, 50, 1000);
        Assert.All(written.Except(["O_RDONLY"]), name => Assert.Matches($@"\b{name}\b", words));
    }

    [GeneratedRegex(@"\b[A-Z][A-Z0-9_]{3,}\b")]
    private static partial Regex Constant();
}
