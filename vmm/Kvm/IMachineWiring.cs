using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

/// <summary>What connects a machine's memory and devices with its processors: KVM, or nothing in a machine that never runs.</summary>
internal unsafe interface IMachineWiring
{
    /// <summary>Maps host memory at a guest-physical address, or unmaps it.</summary>
    /// <param name="slot">A free slot; for a <paramref name="length"/> of 0, the slot to unmap.</param>
    /// <param name="guestAddress">Guest-physical address; page-aligned.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <param name="hostAddress">Address in this process; must stay mapped while the virtual machine exists.</param>
    /// <exception cref="LinuxException">The range overlaps another, or the kernel is out of memory for its own tables.</exception>
    void SetMemory(uint slot, ulong guestAddress, ulong length, byte* hostAddress, KvmMemoryFlags flags);

    /// <summary>Registers an irqfd: signaling the eventfd raises an edge-triggered interrupt.</summary>
    /// <param name="gsi">The global system interrupt.</param>
    /// <exception cref="LinuxException"/>
    void ConnectInterrupt(EventFd line, uint gsi);

    /// <summary>Registers an ioeventfd: a 32-bit write by the guest signals the eventfd without an exit to this process.</summary>
    /// <param name="guestAddress">Guest-physical address outside memory.</param>
    /// <param name="value">Only a write of this value signals the eventfd.</param>
    /// <exception cref="LinuxException"/>
    void ConnectDoorbell(EventFd doorbell, ulong guestAddress, uint value);

    /// <summary>Removes a doorbell. Does nothing when the virtual machine is closed, since its doorbells are gone.</summary>
    /// <param name="value">The value that it was registered with.</param>
    /// <exception cref="LinuxException">There is no such doorbell.</exception>
    void DisconnectDoorbell(EventFd doorbell, ulong guestAddress, uint value);
}
