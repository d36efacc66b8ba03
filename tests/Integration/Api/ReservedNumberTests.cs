using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>
/// However many clients connect, no client's socket gets a number at which a filter allows writes: the reserved numbers are what a compromised
/// thread may write to.
/// </summary>
public sealed class ReservedNumberTests
{
    private const int Placeholder = 39;
    private const int FirstEventFd = 96;
    private const int LastEventFd = 175;

    [Fact]
    public void EveryReservedNumberHasItsFileOrThePlaceholder()
    {
        using ApiJail jail = new();
        jail.StageDisk("disk", mebibytes: 1);
        jail.Do("PUT", "/drives/root", """{"drive_id": "root", "path_on_host": "disk", "is_root_device": false}""");
        jail.StartGuest("spin", sign: "spinning");
        ApiClient[] ten = [.. Enumerable.Range(0, 10).Select(_ => new ApiClient(jail.Socket))];
        Assert.All(ten, client => Assert.Equal(200, client.Request("GET", "/").Status));

        IReadOnlyDictionary<int, string> open = jail.Process.Descriptors;
        int[] reserved = [.. Enumerable.Range(Placeholder, LastEventFd - Placeholder + 1)];

        Assert.All(reserved, number => Assert.Contains(number, open));
        Assert.Empty(SocketsAt(open, reserved));
        Assert.Equal(
            [43, 61, 62, 63],
            reserved.Where(number => number < FirstEventFd && open[number] != open[Placeholder]));
        Assert.All(
            reserved.Where(number => number >= FirstEventFd && open[number] != open[Placeholder]),
            number => Assert.Contains("[eventfd]", open[number], StringComparison.Ordinal));
        // What looks for sockets finds them where they may be: the listener, and one for each client.
        Assert.Equal(11, SocketsAt(open, [.. open.Keys.Except(reserved)]).Length);
        Assert.True(open.Values.Count(name => name.Contains("[eventfd]", StringComparison.Ordinal)) > 10);
        Assert.All(
            open.Where(pair => pair.Value.Contains("[eventfd]", StringComparison.Ordinal)), pair => Assert.InRange(pair.Key, FirstEventFd, LastEventFd));
        Array.ForEach(ten, client => client.Dispose());
    }

    // Otherwise a multithreaded process would wait ten milliseconds or more for the kernel at its 65th descriptor.
    [Theory]
    [InlineData("2048")]
    [InlineData("1024", "--resource-limit", "no-file=1000")]
    public void TheTableHasRoomFromTheStart(string size, params string[] options)
    {
        using ApiJail jail = new(options);

        Assert.Equal(size, jail.Process.StatusOf("FDSize"));
    }

    [Fact]
    public void AChildsTableHasRoomToo()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("spin");
        using DetachedMonitor monitor = jail.StartDetached("--daemonize");

        Assert.Equal("2048", new ProcessView(monitor.Id).StatusOf("FDSize"));
    }

    [Fact]
    public void WithTooFewDescriptorsTheMonitorSaysHowManyItNeeds()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");

        ProgramResult result = jail.Run("--resource-limit", "no-file=175");

        Assert.Equal(
            (1, "vmm: descriptor 175, which the monitor keeps for files of its own, cannot be had: EINVAL: Invalid argument (os error 22); "
                + "allow 176 descriptors (RLIMIT_NOFILE, no-file) or more\n"),
            (result.Status, result.Error));
        Assert.Equal(0, jail.Run("--resource-limit", "no-file=176").Status);
    }

    private static int[] SocketsAt(IReadOnlyDictionary<int, string> open, int[] numbers) =>
        [.. numbers.Where(number => open.TryGetValue(number, out string? name) && name.Contains("socket:[", StringComparison.Ordinal))];
}
