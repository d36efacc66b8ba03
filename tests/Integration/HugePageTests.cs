using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Guest memory of huge pages, with a real reserve and without one.</summary>
public sealed class HugePageTests : IDisposable
{
    private const string Reserve = "/proc/sys/vm/nr_hugepages";
    private const int MemoryMebibytes = 64;

    private readonly string _before;

    public HugePageTests()
    {
        Requires.RootAndKvm();
        _before = File.ReadAllText(Reserve);
    }

    public void Dispose() => File.WriteAllText(Reserve, _before);

    [Fact]
    public void AGuestRunsOnTransparentHugePages() => AssertRuns("Transparent");

    [Fact]
    public void AGuestRunsOnHugePagesOfTheReserve()
    {
        File.WriteAllText(Reserve, $"{MemoryMebibytes / 2}");
        Assert.SkipUnless(
            SpinWait.SpinUntil(() => File.ReadAllText(Reserve).Trim() == $"{MemoryMebibytes / 2}", TimeSpan.FromSeconds(5)),
            "needs 32 huge pages, which this host's memory is too fragmented to give");

        AssertRuns("2M");
    }

    [Fact]
    public void AReserveWithoutPagesIsALineAndNotACrash()
    {
        File.WriteAllText(Reserve, "0");

        ProgramResult result = Run("2M");

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Matches(
            "^vmm: Failed to build MicroVM from Json: Could not Start MicroVM from one single json: Invalid Memory Configuration: .*Out of memory \\(os error 12\\); the host does not give 64 MiB: lower mem_size_mib, or reserve huge pages in /proc/sys/vm/nr_hugepages\n$",
            result.Error);
    }

    private static void AssertRuns(string pages)
    {
        ProgramResult result = Run(pages);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    private static ProgramResult Run(string pages)
    {
        using TestJail jail = new();
        jail.StageGuest("print", "", MemoryMebibytes, pages);
        return jail.Run();
    }
}
