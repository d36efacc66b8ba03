using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// Streams of TCP between a restored Linux and its host, by BusyBox's nc at both ends. What goes either way is the content of the guest's disk, and it
/// must come whole.
/// </summary>
/// <param name="guest">Has an interface at the network.</param>
/// <param name="length">How much of the disk goes either way.</param>
internal sealed class Streams(LinuxShell guest, GuestNetwork network, int length) : IDisposable
{
    private const int Port = 5001;

    // Less in a second than a stream has in all: what happens meanwhile happens in the midst of it.
    private const int SlowBytes = 48 << 10;

    // In the guest: nc that listens ends the connection as soon as its own input ends.
    private const string EndlessInput = "/tmp/endless";

    // A stream takes seconds where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    private readonly string _received = Path.GetTempFileName();

    internal Streams(LinuxShell guest, GuestNetwork network)
        : this(guest, network, LinuxShell.DiskContent.Length)
    {
    }

    /// <summary>Whether some of a stream from the guest is still to come.</summary>
    internal bool IsUnderWay => new FileInfo(_received).Length < length;

    /// <summary>Limits a direction of the guest's interface, so that a stream takes some seconds.</summary>
    /// <param name="direction">rx or tx, as the guest sees it.</param>
    internal void SlowDown(string direction) => guest.Jail.Jail.Do(
        "PATCH",
        "/network-interfaces/eth0",
        $$"""{"iface_id": "eth0", "{{direction}}_rate_limiter": {"bandwidth": {"size": {{SlowBytes}}, "refill_time": 1000} } }""");

    /// <summary>Has the guest send.</summary>
    internal void FromGuest() => FromGuest(() => { });

    /// <summary>Has the guest send, while something happens.</summary>
    /// <param name="meanwhile">Begins when some of the stream has come.</param>
    internal void FromGuest(Action meanwhile)
    {
        using RunningProgram receiver = network.Start("sh", "-c", $"exec busybox nc -l -p {Port} >{_received}");
        guest.Type($"until head -c {length} /dev/vda | nc {GuestNetwork.HostAddress} {Port}; do sleep 0.2; done");
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(_received).Length > 0 || receiver.HasEnded, _patience), guest.Jail.Jail.Program.Output);
        meanwhile();
        Assert.Equal((0, ""), (receiver.WaitForEnd(_patience).Status, receiver.Error));
        Assert.Equal(LinuxShell.DiskContent[..length], File.ReadAllBytes(_received));
    }

    /// <summary>Has the guest receive.</summary>
    internal void ToGuest() => ToGuest(() => { });

    /// <summary>Has the guest receive, while something happens.</summary>
    /// <param name="meanwhile">Is over before the whole stream has come.</param>
    internal void ToGuest(Action meanwhile)
    {
        guest.Ask($"[ -p {EndlessInput} ] || mkfifo {EndlessInput}");
        using RunningProgram sender = network.Start(
            "sh", "-c", $"until head -c {length} {guest.Jail.Jail.PathOf(LinuxShell.Disk)} | busybox nc {GuestNetwork.GuestAddress} {Port}; do sleep 0.2; done");
        guest.Type($"nc -l -p {Port} 0<>{EndlessInput} | sha256sum");
        meanwhile();
        Assert.False(sender.HasEnded);
        Assert.Equal(0, sender.WaitForEnd(_patience).Status);
        guest.WaitFor($"{Convert.ToHexStringLower(SHA256.HashData(LinuxShell.DiskContent.AsSpan(0, length)))}  -");
    }

    public void Dispose() => File.Delete(_received);
}
