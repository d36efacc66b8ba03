using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Events;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// A virtio device in its machine: the device, its link to the driver, and its transport. What all virtio devices have in common is implemented and
/// saved here.
/// </summary>
internal sealed class VirtioSlot : IMachineDevice
{
    private const ushort Version = 1;

    private readonly IVirtioTransport _transport;

    /// <summary>Creates the device and connects it to its transport.</summary>
    /// <param name="queueSizes">The maximum size of each queue; powers of two, at most <see cref="Queues.Virtqueue.MaximumSize"/>.</param>
    /// <param name="transport">The transport; disposed with the slot, also when the constructor throws.</param>
    /// <param name="loop">The event loop of the vmm thread.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left, or KVM refuses.</exception>
    internal VirtioSlot(
        DeviceName name, ReadOnlySpan<ushort> queueSizes, GuestMemory memory, IVirtioTransport transport, EventLoop loop,
        Func<DriverLink, IVirtioDevice> make)
    {
        Name = name;
        _transport = transport;
        try
        {
            Link = new DriverLink(memory, queueSizes, transport.Interrupts, new WatchGroup(loop));
            Device = make(Link);
            Negotiation = new Negotiation(name, Link, Device);
            for (int queue = 0; queue < queueSizes.Length; queue++)
            {
                Link.Watches.Add(Link.Doorbells[queue].Descriptor, new QueueDoorbell(Link.Doorbells[queue], Device, queue));
            }
            transport.Attach(this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DeviceName Name { get; }

    internal IVirtioDevice Device { get; }

    internal DriverLink Link { get; }

    /// <summary>The initialization protocol; the transport calls it with the gate held.</summary>
    internal Negotiation Negotiation { get; }

    /// <inheritdoc/>
    public void Pause()
    {
        lock (Link.Gate)
        {
            Device.Drain();
        }
    }

    /// <summary>Resumes the device, and rings every doorbell, for chains that were put back or that arrived while no watch was listening.</summary>
    public void Resume()
    {
        lock (Link.Gate)
        {
            if (Link.IsActive)
            {
                Device.Resume();
                Link.RingAll();
            }
        }
    }

    /// <inheritdoc/>
    public void Save(ref StateWriter state)
    {
        state.Begin(Name.Section, Version);
        state.WriteText(Name.Id);
        Link.Save(ref state);
        _transport.Save(ref state);
        Device.SaveOwn(ref state);
        state.End();
    }

    /// <inheritdoc/>
    public void Load(ref StateReader state)
    {
        state.Begin(Name.Section, Version);
        state.ReadSameText("id", Name.Id);
        Link.Load(ref state, Negotiation.Offered);
        _transport.Load(ref state);
        Device.LoadOwn(ref state);
        state.End();
        if (Link.IsActive && Link.Watches.TryListen() is { } error)
        {
            throw new LinuxException(error);
        }
    }

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => _transport.Describe(to);

    /// <summary>Stops the device, then disconnects it from the bus.</summary>
    public void Dispose()
    {
        // After a failed construction some of these are null.
        Link?.Watches.Dispose();
        Device?.Dispose();
        _transport.Dispose();
        Link?.Dispose();
    }
}
