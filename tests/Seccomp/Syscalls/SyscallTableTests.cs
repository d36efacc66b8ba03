using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The table of system calls matches the host's headers.</summary>
public sealed partial class SyscallTableTests
{
    private const string HeaderFile = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    [Fact]
    public void EveryCallOfTheHeaderIsInTheTable()
    {
        // Headers of a later kernel than the table's may have calls with higher numbers.
        int highest = SyscallTable.Numbers.Max();
        KeyValuePair<string, int>[] known = [.. ReadHeader().Where(call => call.Value <= highest)];

        Assert.True(known.Length > 350, $"the header has {known.Length} calls");
        Assert.All(known, call => Assert.Equal((int?)call.Value, SyscallTable.NumberOf(call.Key)));
    }

    [Fact]
    public void EveryCallOfTheTableIsInTheHeaderOrNewer()
    {
        Dictionary<string, int> header = ReadHeader();
        Version version = HeaderVersion.Read();
        foreach (int number in SyscallTable.Numbers)
        {
            string name = SyscallTable.NameOf(number)!;
            bool newer = CallVersions.SinceOf(SyscallArchitecture.X64, name) > version;
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
        // A static constructor would run under a lock on first use, which may be in the signal handler.
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

    [GeneratedRegex(@"^#define __NR_(\w+) (\d+)$")]
    private static partial Regex Definition();
}
