using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Options;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>With <c>--tap</c> the monitor gets its taps at their descriptors, and has no other way to a network.</summary>
public sealed class TapTests
{
    private const string Tap = "kilntap0";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns", "--daemonize")]
    public void TheMonitorHasTheTap(params string[] mode) => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        TapLink.Ip("link add br0 type bridge");
        using ModalMonitor monitor = ModalMonitor.Start(jail, [.. mode, "--tap", $"{Tap},mtu=1400,bridge=br0"]);

        AssertTap(monitor.View, 64, Tap);
        Assert.Equal("up mtu 1400 bridge br0 tap header true queues false persist false user 1234", TapLink.Of(Tap).ToLowerInvariant());
        Assert.False(Path.Exists(Path.Combine(jail.Root, "dev/net/tun")));
    });

    [Fact]
    public void WithoutTheOptionTheMonitorHasTheNode()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        InPrivateNetwork(() =>
        {
            using (RunningProgram before = jail.StartSpinning())
            {
                Assert.True(Path.Exists(Path.Combine(jail.Root, "dev/net/tun")));
            }
            using RunningProgram program = jail.StartSpinning("--tap", Tap);
            Assert.False(Path.Exists(Path.Combine(jail.Root, "dev/net/tun")));
        });
    }

    [Fact]
    public void TheHostHasNoIpv6OnIt() => InPrivateNetwork(() =>
    {
        Assert.SkipUnless(Directory.Exists("/proc/sys/net/ipv6"), "needs IPv6: this kernel has none");
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram program = jail.StartSpinning("--tap", Tap);

        Assert.Equal(("1", ""), (TapLink.DisableIpv6(Tap), TapLink.Ipv6Addresses(Tap)));

        // The address that the guest could reach otherwise.
        Assert.Equal(0, RunningProgram.Run("sh", "-c", $"echo 0 >/proc/sys/net/ipv6/conf/{Tap}/disable_ipv6").Status);
        Assert.True(SpinWait.SpinUntil(() => TapLink.Ipv6Addresses(Tap).Contains("fe80:", StringComparison.Ordinal), _patience));
    });

    [Fact]
    public void ItVanishesWithTheMonitor() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using (RunningProgram program = jail.StartSpinning("--tap", Tap))
        {
            Assert.True(TapLink.Exists(Tap));
        }

        Assert.True(SpinWait.SpinUntil(() => !TapLink.Exists(Tap), _patience));
    });

    [Fact]
    public void AsManyAsThereAreNumbersForAreHandedOver() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] taps = [.. Enumerable.Range(0, 32).Select(number => $"kilnmany{number}")];
        using RunningProgram program = jail.StartSpinning([.. taps.SelectMany(tap => (string[])["--tap", tap])]);
        ProcessView monitor = new(program.Id);

        Assert.All(taps.Index(), tap => AssertTap(monitor, 64 + tap.Index, tap.Item));
        Assert.Equal(32, monitor.Descriptors.Values.Count(file => file.EndsWith("/tun", StringComparison.Ordinal)));
    });

    [Fact]
    public void TheOperatorsOwnIsTakenAndStays() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        TapLink.Ip("link add br0 type bridge");
        TapLink.Ip($"tuntap add {Tap} mode tap user {TestJail.UserId}");
        TapLink.Ip($"link set {Tap} mtu 9000 master br0 up");
        using (RunningProgram program = jail.StartSpinning("--tap", $"{Tap},mtu=9000,bridge=br0"))
        {
            AssertTap(new ProcessView(program.Id), 64, Tap);
            Assert.Equal("up mtu 9000 bridge br0 tap header true queues false persist true user 1234", TapLink.Of(Tap).ToLowerInvariant());
        }
        Assert.True(TapLink.Exists(Tap));
    });

    [Fact]
    public void ItIsMadeInTheNetworkThatIsJoined()
    {
        Requires.Taps();
        using TestJail jail = TestJail.WithSpinningGuest();
        string name = jail.Id;
        TapLink.Ip($"netns add {name}");
        try
        {
            using RunningProgram program = jail.StartSpinning("--netns", $"/var/run/netns/{name}", "--tap", "kilnjoined0");

            AssertTap(new ProcessView(program.Id), 64, "kilnjoined0");
            Assert.False(TapLink.Exists("kilnjoined0"));
            Assert.Contains("kilnjoined0", TapLink.Ip($"-n {name} link show"), StringComparison.Ordinal);
        }
        finally
        {
            TapLink.Ip($"netns delete {name}");
        }
    }

    [Fact]
    public void TwoJailsHaveTheirOwn() => InPrivateNetwork(() =>
    {
        using TestJail one = TestJail.WithSpinningGuest();
        using TestJail other = TestJail.WithSpinningGuest();
        using RunningProgram first = one.StartSpinning("--tap", "kilnone0");
        using RunningProgram second = other.StartSpinning("--tap", "kilntwo0");

        AssertTap(new ProcessView(first.Id), 64, "kilnone0");
        AssertTap(new ProcessView(second.Id), 64, "kilntwo0");
    });

    private static void AssertTap(ProcessView monitor, int number, string name)
    {
        Assert.EndsWith("/tun", monitor.FileAt(number), StringComparison.Ordinal);
        Assert.Contains($"iff:\t{name}\n", monitor.Read($"fdinfo/{number}"), StringComparison.Ordinal);
    }

    private static void InPrivateNetwork(Action body)
    {
        Requires.Taps();
        PrivateNetwork.Run(body);
    }
}
