using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The table of system calls is the system's.</summary>
public sealed partial class SyscallTableTests
{
    private const string HeaderFile = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    // Those that came in after the oldest header that the tests run with, Linux 6.1 of Debian 12, and with which version they did.
    private static readonly Dictionary<string, Version> _since = new()
    {
        ["cachestat"] = new(6, 5),
        ["fchmodat2"] = new(6, 6),
        ["map_shadow_stack"] = new(6, 6),
        ["futex_wake"] = new(6, 7),
        ["futex_wait"] = new(6, 7),
        ["futex_requeue"] = new(6, 7),
        ["statmount"] = new(6, 8),
        ["listmount"] = new(6, 8),
        ["lsm_get_self_attr"] = new(6, 8),
        ["lsm_set_self_attr"] = new(6, 8),
        ["lsm_list_modules"] = new(6, 8),
        ["mseal"] = new(6, 10),
        ["uretprobe"] = new(6, 11),
        ["setxattrat"] = new(6, 13),
        ["getxattrat"] = new(6, 13),
        ["listxattrat"] = new(6, 13),
        ["removexattrat"] = new(6, 13),
        ["open_tree_attr"] = new(6, 15),
        ["file_getattr"] = new(6, 17),
        ["file_setattr"] = new(6, 17),
        ["uprobe"] = new(6, 18),
        ["listns"] = new(6, 19),
    };

    [Fact]
    public void EveryCallOfTheHeaderIsInTheTable()
    {
        // A header of a later kernel than the table is for may have calls with higher numbers.
        int highest = SyscallTable.Numbers.Max();
        KeyValuePair<string, int>[] known = [.. ReadHeader().Where(call => call.Value <= highest)];

        Assert.True(known.Length > 350, $"the header has {known.Length} calls");
        Assert.All(known, call => Assert.Equal((int?)call.Value, SyscallTable.NumberOf(call.Key)));
    }

    [Fact]
    public void EveryCallOfTheTableIsInTheHeaderOrNewer()
    {
        Dictionary<string, int> header = ReadHeader();
        Version version = HeaderVersion();
        foreach (int number in SyscallTable.Numbers)
        {
            string name = SyscallTable.NameOf(number)!;
            bool newer = _since.TryGetValue(name, out Version? since) && since > version;
            bool there = header.TryGetValue(name, out int real) && real == number;
            Assert.True(newer || there, $"{name} {number} is not in the header of {version}");
        }
    }

    [Fact]
    public void NamesAndNumbersAreOneToOne()
    {
        int[] numbers = [.. SyscallTable.Numbers];

        Assert.Equal(numbers, numbers.Select(number => SyscallTable.NumberOf(SyscallTable.NameOf(number)!)!.Value));
        Assert.All(numbers, number => Assert.Equal(SyscallTable.NameOf(number), Encoding.ASCII.GetString(SyscallTable.Utf8NameOf(number))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(337)]
    [InlineData(471)]
    [InlineData(0x4000_0001)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void ANumberWithoutACallHasNoName(int number)
    {
        Assert.Null(SyscallTable.NameOf(number));
        Assert.True(SyscallTable.Utf8NameOf(number).IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Read")]
    [InlineData("read ")]
    [InlineData("socketcall")]
    public void ANameWithoutACallHasNoNumber(string name) => Assert.Null(SyscallTable.NumberOf(name));

    [Fact]
    public void ASignalHandlerMayAskForAName()
    {
        SyscallTable.Utf8NameOf(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int letters = 0;
        for (int number = -10; number < 600; number++)
        {
            letters += SyscallTable.Utf8NameOf(number).Length;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(letters > 3_000);
        // A static constructor would run under a lock, at the first use, which may be in the handler.
        Assert.Null(typeof(SyscallTable).TypeInitializer);
    }

    private static Dictionary<string, int> ReadHeader()
    {
        Assert.SkipUnless(File.Exists(HeaderFile), $"{HeaderFile} is missing; install linux-libc-dev");
        return File.ReadLines(HeaderFile)
            .Select(line => Definition().Match(line))
            .Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static Version HeaderVersion()
    {
        Match match = VersionCode().Match(File.ReadAllText("/usr/include/linux/version.h"));
        int code = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return new Version(code >> 16, (code >> 8) & 0xFF);
    }

    [GeneratedRegex(@"^#define __NR_(\w+) (\d+)$")]
    private static partial Regex Definition();

    [GeneratedRegex(@"#define LINUX_VERSION_CODE (\d+)")]
    private static partial Regex VersionCode();
}
