using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// A tap of the host: each read takes one frame that the host sends, each write gives it one. A virtio header is in front of both. Not thread-safe.
/// </summary>
/// <param name="name">The name of the interface.</param>
/// <param name="mtu">Its MTU when it was opened: whoever may configure it can change it at any time.</param>
/// <param name="file">Attached to the interface, non-blocking; owned by this object.</param>
internal sealed unsafe class Tap(string name, int mtu, OwnedDescriptor file) : IDisposable
{
    /// <summary>The longest frame with its header: 64 KiB of payload, as the kernel builds by segmentation offload, and an Ethernet header.</summary>
    internal const int MostFrame = virtio_net_hdr_v1.Length + EthernetLength + ushort.MaxValue + 1;

    private const TunFlags Flags = TunFlags.IFF_TAP | TunFlags.IFF_NO_PI | TunFlags.IFF_VNET_HDR;

    // Without, and with, the tag of a VLAN.
    private const int EthernetLength = 14;
    private const int TaggedEthernetLength = EthernetLength + 4;

    private OwnedDescriptor? _file = file;

    internal string Name => name;

    /// <summary>Whether the process was started with it: once closed it cannot be opened again.</summary>
    internal bool IsHandedOver { get; private init; }

    /// <summary>The longest frame with its header, as long as the tap may not leave segmentation to the reader.</summary>
    internal int MostPlainFrame => Math.Min(virtio_net_hdr_v1.Length + TaggedEthernetLength + mtu, MostFrame);

    /// <summary>The descriptor; after <see cref="TryPlace"/>, at a number that the filters name.</summary>
    /// <exception cref="ObjectDisposedException">The tap was closed or replaced.</exception>
    internal Descriptor Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_file is null, this);
            return _file.Descriptor;
        }
    }

    /// <summary>Attaches to a tap of this thread's network namespace, which is made if there is none and the monitor may.</summary>
    /// <param name="name">As the client sent it.</param>
    /// <returns>Null on success, else an error message that clients match.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal static string? TryOpen(string name, out Tap? tap)
    {
        tap = null;
        if (!InterfaceName.Fits(name))
        {
            return TapRefusal.OfName(name);
        }
        if (OwnedDescriptor.TryOpen(TapRefusal.Node, LibC.O_RDWR | LibC.O_NONBLOCK, 0, out OwnedDescriptor? file) is { } absent)
        {
            return TapRefusal.OfNode(absent);
        }
        if (TapControl.TryAttach(file!.Descriptor, name, Flags, out string given) is { } refused)
        {
            string reason = TapRefusal.OfAttaching(refused, name, file.Descriptor);
            file.Dispose();
            return reason;
        }
        if (TapControl.TrySetHeaderLength(file.Descriptor, virtio_net_hdr_v1.Length) is { } unfit)
        {
            file.Dispose();
            return $"Setting vnet header size failed: Error while setting size of the vnet header: {unfit.Errno.Description}";
        }
        tap = new Tap(given, MtuOf(given), file);
        return null;
    }

    /// <summary>Takes a tap that the process was started with.</summary>
    /// <param name="number">The descriptor's number, at which it stays.</param>
    /// <returns>Null when the descriptor is of anything else, or not made as the monitor makes its own.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal static Tap? TryTake(int number, string name)
    {
        Descriptor descriptor = new(number);
        // Of what a tap is, the kernel gives the bit of IFF_NO_PI another meaning (IFF_NOFILTER): no filter drops frames. Whether protocol information is in
        // front of a frame it does not tell.
        bool fits = TapControl.TryGetInterface(descriptor, out string given, out TunFlags flags) is null && given == name
            && (flags & (Flags | TunFlags.IFF_MULTI_QUEUE)) == Flags && DescriptorTable.IsNonBlocking(number)
            && TapControl.TrySetHeaderLength(descriptor, virtio_net_hdr_v1.Length) is null;
        return fits ? new Tap(name, MtuOf(name), new OwnedDescriptor(number)) { IsHandedOver = true } : null;
    }

    /// <summary>Moves the descriptor to a fixed number, by which the filters name it.</summary>
    /// <param name="number">The number; it is unused, or holds the placeholder or <paramref name="present"/>.</param>
    /// <param name="present">The tap that has the number, which dup3(2) closes atomically; null if none has.</param>
    /// <returns>Null on success, else an error message; nothing has changed then.</returns>
    internal string? TryPlace(int number, Tap? present)
    {
        if (present is null && DescriptorTable.AccessOf(number) is not (null or AccessMode.O_PATH))
        {
            return $"descriptor {number}, where {Excerpt.Of(name)} belongs, is in use; start the monitor with fewer open descriptors";
        }
        if (Descriptor.TryCopyTo(number) is { } error)
        {
            return $"descriptor {number}, where {Excerpt.Of(name)} belongs, cannot be had: {error.Errno}; "
                + $"allow {number + 1} descriptors (RLIMIT_NOFILE, no-file) or more";
        }
        if (present is not null)
        {
            present._file = null;
        }
        _file!.Dispose();
        _file = new OwnedDescriptor(number);
        return null;
    }

    /// <summary>Another tap takes the place of this one, at a number of its own.</summary>
    internal void GiveUp()
    {
        if (!IsHandedOver)
        {
            // In one step with closing it: nothing else may come to lie at the number.
            _ = DescriptorNumbers.Nothing.TryCopyTo(Descriptor.Number);
        }
        _file = null;
    }

    /// <summary>Closes the tap, unless it has been replaced.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    // Nobody knows the MTU of a tap of another namespace: the longest frame is expected then.
    private static int MtuOf(string name) => TapControl.TryGetMtu(name, out int mtu) is null ? mtu : MostFrame;
}
