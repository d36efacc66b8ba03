using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Makes a tap in the jail's network namespace, or takes the one that is there, and keeps its descriptor for the monitor. A tap that was made lives
/// as long as that descriptor. One that was there is the operator's: it is checked, never changed.
/// </summary>
internal sealed class MakeTap(JailSpec spec, TapRequest request) : IJailStep
{
    private const TunFlags Flags = TunFlags.IFF_TAP | TunFlags.IFF_NO_PI | TunFlags.IFF_VNET_HDR;

    // struct virtio_net_hdr_v1, in front of every frame.
    private const int HeaderLength = 12;

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string mtu = request.Mtu is { } value ? $", MTU {value}" : "";
            string bridge = request.Bridge is { } name ? $", a port of {name}" : "";
            return $"make the tap {request.Name} at descriptor {request.Number}: user {spec.UserId}'s{mtu}{bridge}, IPv6 off, up; or take the one that is there, if it is so";
        }
    }

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        NetworkInterface? bridge = FindBridge();
        NetworkInterface? present = NetworkInterface.Find(request.Name);
        if (present is not null && TapRefusal.OfPresent(request, present, bridge, spec.UserId, spec.GroupId) is { } refusal)
        {
            throw refusal;
        }
        OwnedDescriptor tap = OpenNode();
        // Closing the descriptor is all: a tap that is not persistent goes with it.
        state.Made(tap.Dispose);
        if (TapControl.TryAttach(tap.Descriptor, request.Name, Flags, out _) is { } error)
        {
            throw TapRefusal.OfAttaching(request, error);
        }
        Demand(TapControl.TrySetHeaderLength(tap.Descriptor, HeaderLength));
        if (present is null)
        {
            Configure(tap.Descriptor, bridge);
        }
    }

    private NetworkInterface? FindBridge()
    {
        if (request.Bridge is not { } name)
        {
            return null;
        }
        NetworkInterface? bridge = NetworkInterface.Find(name);
        return TapRefusal.OfBridge(request, bridge) is { } refusal ? throw refusal : bridge;
    }

    // At its number from the start: whatever the jailer opens later cannot take it.
    private OwnedDescriptor OpenNode()
    {
        if (OwnedDescriptor.TryOpen(TapRefusal.Node, LibC.O_RDWR | LibC.O_NONBLOCK, 0, out OwnedDescriptor? node) is { } absent)
        {
            throw TapRefusal.OfNode(absent);
        }
        using (node)
        {
            if (node!.Descriptor.TryCopyFrom(request.Number, out int number) is { } error)
            {
                throw new JailerFailure($"descriptor {request.Number}, the number of the tap {request.Name}, cannot be had: {error.Errno}{Cure.Of(error with { Errno = Errno.EMFILE })}");
            }
            return number == request.Number
                ? new OwnedDescriptor(number)
                : throw new InvalidOperationException($"descriptor {request.Number}, the number of a tap, is in use");
        }
    }

    // Up comes last: until then no frame can be in the queue.
    private void Configure(Descriptor tap, NetworkInterface? bridge)
    {
        Demand(TapControl.TrySetOwner(tap, spec.UserId));
        Ipv6.TurnOff(request.Name);
        if (request.Mtu is { } mtu && InterfaceControl.TrySetMtu(request.Name, mtu) is { } error)
        {
            throw TapRefusal.OfMtu(request, error);
        }
        if (bridge is not null)
        {
            Demand(InterfaceControl.TryAddToBridge(bridge.Name, Read().Index));
        }
        Demand(InterfaceControl.TrySetUp(request.Name));
        Verify(bridge);
    }

    private void Verify(NetworkInterface? bridge)
    {
        NetworkInterface made = Read();
        TunInterface wanted = new(spec.UserId, Group: null, IsTap: true, IsPersistent: false, HasManyQueues: false);
        if (made.Tun != wanted || !made.IsUp || made.Master != bridge?.Index || (request.Mtu is { } mtu && mtu != made.Mtu))
        {
            throw new JailerFailure($"--tap {request.Name}: it did not stay as it was made; is another program changing the interfaces of this network?");
        }
    }

    private NetworkInterface Read() => NetworkInterface.Find(request.Name)
        ?? throw new JailerFailure($"--tap {request.Name}: it is gone; is another program removing interfaces of this network?");

    private void Demand(SystemError? error)
    {
        if (error is { } refused)
        {
            throw TapRefusal.OfStep(request, refused);
        }
    }
}
