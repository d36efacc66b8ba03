using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Kiln.Testing.Harness.Wires;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>Linux and its host talk by a tap, jailed in a network namespace and under all filters.</summary>
[Collection(BusyCollection.Name)]
public sealed class LinuxNetTests(SavedNetworkedLinux saved, ITestOutputHelper output)
{
    // Within the time that it takes a stream that is slowed down.
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    // Of some twenty segments: each that is lost costs a guest with an emulated kernel a second or more.
    private const int ShortStream = 32 << 10;

    private readonly List<LinuxShell> _shells = [];

    [Fact]
    public void TheyPingEachOther() => WithGuest((shell, network) => AssertPings(shell, network));

    [Fact]
    public void AStreamComesWholeEitherWay() => WithGuest((shell, network) =>
    {
        using Streams streams = new(shell, network);
        streams.FromGuest();
        streams.ToGuest();
    });

    // Without long segments the host sends six times as many frames.
    [Fact]
    public void AStreamInShortFramesComesWhole() => WithGuest((shell, network) =>
    {
        network.CutSegments();
        using Streams streams = new(shell, network);
        streams.ToGuest();
    });

    // The guest computes checksums and cuts segments itself then. What it takes of the host's it has said at the start: that stays.
    [Fact]
    public void AStreamComesWholeWithoutOffloads() => WithGuest((shell, network) =>
    {
        const string On = "checksums=on lists=on segments=on any-segments=on merging=on";
        Assert.EndsWith(On, shell.Ask("/offloads eth0"), StringComparison.Ordinal);
        Assert.EndsWith(On.Replace("=on", "=off", StringComparison.Ordinal), shell.Ask("/offloads eth0 off"), StringComparison.Ordinal);
        Assert.Equal((true, true), network.TapTakes);
        using Streams streams = new(shell, network);
        streams.FromGuest();
        streams.ToGuest();
        Assert.EndsWith(On, shell.Ask("/offloads eth0 on"), StringComparison.Ordinal);
        streams.FromGuest();
    });

    [Fact]
    public void AStreamComesWholeThroughABadWire() => WithGuest((shell, network) =>
    {
        int seed = Seed.Next();
        using FaultyWire wire = network.Impair(WireFaults.Many, seed);
        using Streams streams = new(shell, network, ShortStream);
        streams.FromGuest();
        streams.ToGuest();
        output.WriteLine(
            $"seed {seed}; to the guest {wire.ToLeft.Passed} frames passed and {wire.ToLeft.Lost} were lost, to the host {wire.ToRight.Passed} and {wire.ToRight.Lost}");
        Assert.True(wire.ToLeft.Lost > 0 && wire.ToRight.Lost > 0);
        AssertNoTrouble(shell);
    });

    [Fact]
    public void AStreamOutlastsPauses() => WithGuest((shell, network) =>
    {
        using Streams streams = new(shell, network);
        streams.SlowDown("tx");
        streams.FromGuest(() =>
        {
            Rest(shell);
            Assert.True(streams.IsUnderWay);
        });
        streams.SlowDown("rx");
        streams.ToGuest(() => Rest(shell));
        AssertNoTrouble(shell);
    });

    // Its other end is the same socket of the host's before and after.
    [Fact]
    public void AStreamGoesOnInAnotherMonitor() => WithGuest((shell, network) =>
    {
        using Streams streams = new(shell, network);
        streams.SlowDown("tx");
        streams.FromGuest(() =>
        {
            shell.Jail.Pause();
            shell.Jail.Create();
            Assert.True(streams.IsUnderWay);
            shell.Jail.Kill();
            Restore(shell.Jail, network);
        });
        AssertPings(_shells[^1], network);
        AssertNoTrouble(_shells[^1]);
    });

    [Fact]
    public void InAnotherNetworkItHasTheTapThatItIsGiven() => WithGuest((shell, network) =>
    {
        AssertPings(shell, network);
        shell.Jail.Pause();
        shell.Jail.Create();
        using GuestNetwork other = new("other-tap-of-15");
        LinuxShell next = Restore(shell.Jail, other, other.Override);
        AssertPings(next, other);
        using Streams streams = new(next, other);
        streams.FromGuest();
        // Both live.
        shell.Jail.Resume();
        AssertPings(shell, network);
    });

    [Fact]
    public void AGuestWhoseTapIsDeletedUnderLoadLivesOn() => WithGuest((shell, network) =>
    {
        shell.Type($"ping -i 0.1 {GuestNetwork.HostAddress} >/tmp/pings &");
        using RunningProgram pings = network.Start("busybox", "ping", "-i", "0.1", GuestNetwork.GuestAddress);
        pings.WaitForOutput("seq=10", TimeSpan.FromMinutes(1));
        shell.Ask("until grep -q seq=10 /tmp/pings; do sleep 0.2; done");

        network.DeleteTap();

        shell.Jail.Jail.WaitForLog($"{GuestNetwork.FirstTap} is gone");
        Assert.EndsWith("42", shell.Ask("sleep 2; kill $!; echo $((6 * 7))"), StringComparison.Ordinal);
        // It sends, and what it sends is lost.
        Assert.Contains("100% packet loss", shell.Ask($"ping -c 3 -W 1 {GuestNetwork.HostAddress}"), StringComparison.Ordinal);
        Assert.Equal(1, shell.Jail.Jail.Log.Split('\n').Count(line => line.Contains("is gone", StringComparison.Ordinal)));
        Assert.Equal(200, shell.Jail.Jail.Request("GET", "/").Status);
        AssertNoTrouble(shell);
    });

    private static void Rest(LinuxShell shell)
    {
        for (int count = 0; count < 2; count++)
        {
            shell.Jail.Pause();
            Thread.Sleep(_pause);
            shell.Jail.Resume();
        }
    }

    private static void AssertPings(LinuxShell shell, GuestNetwork network)
    {
        using RunningProgram program = network.Start("busybox", "ping", "-c", "3", "-W", "20", GuestNetwork.GuestAddress);
        ProgramResult result = program.WaitForEnd(TimeSpan.FromMinutes(1));
        Assert.Contains(" 0% packet loss", result.Output, StringComparison.Ordinal);
        Assert.Contains(" 0% packet loss", shell.Ask($"ping -c 3 -W 20 {GuestNetwork.HostAddress}"), StringComparison.Ordinal);
    }

    private static void AssertNoTrouble(LinuxShell shell) =>
        Assert.EndsWith("\n0", "\n" + shell.Ask("dmesg | grep -cE 'BUG|Oops|lockup|rcu_sched|WARN'"), StringComparison.Ordinal);

    // A test in whose guest a program has died on its own is repeated once.
    private void WithGuest(Action<LinuxShell, GuestNetwork> body)
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        if (!TryWithGuest(body))
        {
            output.WriteLine("repeated: a program of the guest died of a segmentation fault");
            Assert.True(TryWithGuest(body), "a program of the guest died of a segmentation fault twice");
        }
    }

    private bool TryWithGuest(Action<LinuxShell, GuestNetwork> body)
    {
        using GuestNetwork network = new();
        try
        {
            body(Restore(saved.Jail, network), network);
            return true;
        }
        catch (Exception) when (_shells.Exists(shell => shell.HasLostAProgram))
        {
            return false;
        }
        finally
        {
            _shells.ForEach(shell => shell.Dispose());
            _shells.Clear();
        }
    }

    private LinuxShell Restore(SnapshotJail jail, GuestNetwork network, string fields = "")
    {
        LinuxShell shell = LinuxShell.Restore(jail, fields, network);
        _shells.Add(shell);
        return shell;
    }
}
