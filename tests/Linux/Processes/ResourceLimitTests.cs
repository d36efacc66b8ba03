using System.IO;
using System.Linq;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Linux.Tests.Processes;

/// <summary>Limits as shown in /proc.</summary>
public sealed class ResourceLimitTests
{
    [Fact]
    public void ALoweredLimitComesBack()
    {
        string before = CoreLimit();

        using (new LoweredLimit((int)Resource.RLIMIT_CORE, 0))
        {
            Assert.Equal("0", CoreLimit().Split(' ')[0]);
            // The hard limit stays, or the soft one could not be raised again without a capability.
            Assert.Equal(before.Split(' ')[1], CoreLimit().Split(' ')[1]);
        }

        Assert.Equal(before, CoreLimit());
    }

    [Fact]
    public void ALimitAboveTheKernelsIsAnError()
    {
        CallSequence calls = new();
        ResourceLimit.PrepareSetting(calls, Resource.RLIMIT_NOFILE, "no-file", 1UL << 40);

        Assert.Equal(Errno.EPERM, Assert.NotNull(calls.Run()).Errno);
    }

    private static string CoreLimit()
    {
        string line = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal));
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{words[4]} {words[5]}";
    }
}
