using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Devices.Virtio.Transport.Mmio;

/// <summary>
/// The resources of an MMIO device: a page of guest-physical addresses and an interrupt. Disposing it releases both, and disconnects registers and
/// doorbells.
/// </summary>
internal interface IMmioWindow : IDisposable
{
    /// <summary>The address of the page, below 4 GiB; <see cref="MmioTransport.Length"/> bytes.</summary>
    ulong Address { get; }

    IGsiLine Line { get; }

    /// <summary>Connects the registers to the page, except where doorbells are. Called once.</summary>
    void Open(IBusDevice registers);

    /// <summary>Connects a doorbell: a 32-bit write of a value signals it (KVM_IOEVENTFD).</summary>
    /// <param name="offset">The offset in the page.</param>
    /// <param name="value">The value to match.</param>
    /// <exception cref="LinuxException"/>
    void Connect(EventFd doorbell, ulong offset, uint value);
}
