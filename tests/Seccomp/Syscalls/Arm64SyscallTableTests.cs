using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The aarch64 table matches the header from which the kernel generates its calls.</summary>
public sealed partial class Arm64SyscallTableTests
{
    // What arm64's own asm/unistd.h defines before it includes the one of asm-generic.
    private static readonly string[] _wanted =
    [
        "__ARCH_WANT_RENAMEAT",
        "__ARCH_WANT_NEW_STAT",
        "__ARCH_WANT_SET_GET_RLIMIT",
        "__ARCH_WANT_TIME32_SYSCALLS",
        "__ARCH_WANT_SYS_CLONE3",
        "__ARCH_WANT_MEMFD_SECRET",
    ];

    [Fact]
    public void TheTableIsThatOfTheHeader()
    {
        Dictionary<string, int> header = ReadHeader(_wanted);

        Assert.True(header.Count > 290, $"the header has {header.Count} calls");
        Assert.Equal([], Complaints(header));
    }

    [Theory]
    [InlineData("openat", 57)]
    [InlineData("openat", null)]
    [InlineData("open", 4)]
    [InlineData("renameat", null)]
    [InlineData("memfd_secret", 448)]
    public void AHeaderThatDiffersIsFound(string name, int? number)
    {
        Dictionary<string, int> header = ReadHeader(_wanted);
        header.Remove(name);
        if (number is { } other)
        {
            header.Add(name, other);
        }

        Assert.Contains(Complaints(header), complaint => complaint.StartsWith(name + " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("__ARCH_WANT_RENAMEAT", "renameat")]
    [InlineData("__ARCH_WANT_NEW_STAT", "fstat")]
    [InlineData("__ARCH_WANT_SET_GET_RLIMIT", "getrlimit")]
    [InlineData("__ARCH_WANT_MEMFD_SECRET", "memfd_secret")]
    public void TheHeaderOfAnotherArchitectureIsFound(string wanted, string name) => Assert.Contains(
        Complaints(ReadHeader([.. _wanted.Except([wanted])])),
        complaint => complaint.StartsWith(name + " ", StringComparison.Ordinal));

    [Fact]
    public void OnlyACallNewerThanTheHeaderMayBeMissing()
    {
        Dictionary<string, int> header = ReadHeader(_wanted);
        header.Remove("mseal");

        Assert.DoesNotContain(Complaints(header, new Version(6, 9)), IsAboutMseal);
        Assert.Contains(Complaints(header, new Version(6, 10)), IsAboutMseal);

        static bool IsAboutMseal(string complaint) => complaint.StartsWith("mseal ", StringComparison.Ordinal);
    }

    private static string[] Complaints(Dictionary<string, int> header) => Complaints(header, HeaderVersion.Read());

    private static string[] Complaints(Dictionary<string, int> header, Version version)
    {
        // Headers of a later kernel than the table's may have calls with higher numbers.
        int highest = SyscallTable.NumbersOf(SyscallArchitecture.Arm64).Max();
        IEnumerable<string> missing = header
            .Where(call => call.Value <= highest && SyscallTable.NumberOf(SyscallArchitecture.Arm64, call.Key) != call.Value)
            .Select(call => $"{call.Key} {call.Value} of the header is not in the table");
        IEnumerable<string> unknown = SyscallTable.NumbersOf(SyscallArchitecture.Arm64)
            .Select(number => (Number: number, Name: SyscallTable.NameOf(SyscallArchitecture.Arm64, number)!))
            .Where(call => !(CallVersions.SinceOf(SyscallArchitecture.Arm64, call.Name) > version))
            .Where(call => !header.TryGetValue(call.Name, out int number) || number != call.Number)
            .Select(call => $"{call.Name} {call.Number} is not in the header of {version}");
        return [.. missing, .. unknown];
    }

    private static Dictionary<string, int> ReadHeader(string[] wanted)
    {
        string source = string.Concat(wanted.Select(name => $"#define {name}\n")) + "#include <asm-generic/unistd.h>\n";
        Dictionary<string, string> macros = Definition().Matches(CCompiler.Macros(source))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        // Neither is a call: the first number free for architecture-specific use, and one more than the highest.
        macros.Remove("__NR_arch_specific_syscall");
        macros.Remove("__NR_syscalls");
        // Calls whose name depends on the word size are defined through __NR3264_.
        return macros
            .Where(macro => macro.Key.StartsWith("__NR_", StringComparison.Ordinal))
            .ToDictionary(macro => macro.Key["__NR_".Length..], macro => Parse(macros.GetValueOrDefault(macro.Value, macro.Value)));
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^#define (__NR\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
