using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Kiln.Testing.Harness.Wires;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// A network namespace of its own with one tap, as an operator makes them; the monitor at the tap is jailed there. All have the same addresses, so that a
/// guest that was saved in one goes on in another. Deleted when the test ends.
/// </summary>
internal sealed class GuestNetwork : IDisposable
{
    /// <summary>The tap that a guest is booted with.</summary>
    internal const string FirstTap = "kiln0";

    /// <summary>The address of the tap.</summary>
    internal const string HostAddress = "172.16.0.1";

    internal const string GuestAddress = "172.16.0.2";

    /// <summary>What gives the guest's kernel its address, as firecracker-go-sdk writes it: of an interface that it does not name.</summary>
    internal const string BootArgument = $"ip={GuestAddress}::{HostAddress}:255.255.255.252:::off:::";

    // The tap's: a guest keeps it in its table of neighbours, also in a snapshot.
    private const string HostMac = "06:00:ac:10:00:01";

    // Of the guest's tap when the host is at the other end of a wire.
    private const string WireMac = "06:00:ac:10:00:03";

    private readonly string _name = $"kiln-{Guid.NewGuid():N}"[..20];
    private readonly string _tap;

    /// <param name="tap">The name of the tap, at most 15 bytes.</param>
    internal GuestNetwork(string tap = FirstTap)
    {
        Requires.Taps();
        _tap = tap;
        Ip("netns", "add", _name);
        try
        {
            Ip("-n", _name, "tuntap", "add", _tap, "mode", "tap", "user", $"{TestJail.UserId}");
            Ip("-n", _name, "link", "set", _tap, "address", HostMac, "up");
            Ip("-n", _name, "address", "add", $"{HostAddress}/30", "dev", _tap);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What has the jailer enter it.</summary>
    internal string[] JailerOptions => ["--netns", Path];

    /// <summary>The guest's interface, as the API has it.</summary>
    internal string Interface => $$"""{"iface_id": "eth0", "host_dev_name": "{{_tap}}", "guest_mac": "06:00:ac:10:00:02"}""";

    /// <summary>The field of a load request that connects the guest to this one's tap.</summary>
    internal string Override => $$""", "network_overrides": [{"iface_id": "eth0", "host_dev_name": "{{_tap}}"}]""";

    private string Path => $"/var/run/netns/{_name}";

    /// <summary>Starts a program of the host in it.</summary>
    internal RunningProgram Start(params string[] command) => RunningProgram.Start("nsenter", command.Prepend($"--net={Path}"));

    /// <summary>Does something on a thread in it.</summary>
    internal void Do(Action action) => PrivateNetwork.RunIn(Path, action);

    /// <summary>Whether the tap leaves checksums, and segments of TCP, to the guest.</summary>
    internal (bool Checksums, bool Segments) TapTakes => TapOffloads.Of(_tap, [$"--net={Path}"]);

    /// <summary>Deletes the tap, whoever is attached.</summary>
    internal void DeleteTap() => Ip("-n", _name, "link", "delete", _tap);

    /// <summary>Puts a wire with faults between the guest and the host, whose address is that of another tap from now on.</summary>
    /// <returns>The wire, which must be cut before the network is deleted.</returns>
    internal FaultyWire Impair(WireFaults faults, int seed)
    {
        const string HostTap = "host0";
        FaultyWire? wire = null;
        Ip("-n", _name, "address", "delete", $"{HostAddress}/30", "dev", _tap);
        Ip("-n", _name, "link", "set", _tap, "address", WireMac);
        Do(() => wire = new FaultyWire(InterfaceEnds.HostSide(_tap), InterfaceEnds.Tap(HostTap), faults, seed));
        Ip("-n", _name, "link", "set", HostTap, "address", HostMac, "up");
        Ip("-n", _name, "address", "add", $"{HostAddress}/30", "dev", HostTap);
        return wire!;
    }

    /// <summary>Has the host cut its segments into frames itself.</summary>
    internal void CutSegments() => Ip("-n", _name, "link", "set", _tap, "gso_max_segs", "1");

    public void Dispose() => RunningProgram.Run("ip", "netns", "delete", _name);

    private static void Ip(params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run("ip", arguments);
        Assert.True(result.Status == 0, $"ip {string.Join(' ', arguments)}: {result.Error}");
    }
}
