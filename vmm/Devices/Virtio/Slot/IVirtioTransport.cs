using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// Connects a slot to a bus: registers and interrupts. A transport knows its slot; the slot and its device know no bus. Created first, then given
/// to one slot, which disposes it.
/// </summary>
internal interface IVirtioTransport : IDisposable
{
    /// <summary>The interrupts; available before <see cref="Attach"/>.</summary>
    IVirtioInterrupts Interrupts { get; }

    /// <summary>Connects the slot, so that its registers respond and its doorbells ring. Called once.</summary>
    /// <param name="slot">The slot, fully constructed.</param>
    void Attach(VirtioSlot slot);

    /// <summary>Saves the transport's own registers. Called while paused.</summary>
    void Save(ref StateWriter state);

    /// <summary>Restores the saved state. The slot's status has been restored before.</summary>
    /// <exception cref="StateFailure">The state does not fit this transport.</exception>
    void Load(ref StateReader state);

    /// <summary>Describes the device to the guest.</summary>
    void Describe(IGuestDescription to);
}
