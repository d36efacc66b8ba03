using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Contract;

/// <summary>
/// Collects what the guest learns of its devices at boot, from ACPI tables and the kernel command line. The order of the calls is the order in
/// which they are listed; Linux names virtio devices in this order.
/// </summary>
internal interface IGuestDescription
{
    /// <summary>Adds a virtio-mmio device.</summary>
    /// <param name="address">The page of its registers; below 4 GiB.</param>
    void AddVirtioMmio(ulong address, uint gsi);

    /// <summary>Adds a 16550A serial port.</summary>
    void AddSerialPort(ushort firstPort, byte portCount, uint gsi);

    /// <summary>Adds the i8042 keyboard controller.</summary>
    void AddKeyboard(ushort dataPort, ushort commandPort, uint gsi);

    /// <summary>Adds the machine's generation ID.</summary>
    /// <param name="address">The address of its 16 bytes.</param>
    /// <param name="gsi">Raised when they have changed.</param>
    void AddGenerationId(GuestAddress address, uint gsi);

    /// <summary>Adds the VMClock page.</summary>
    /// <param name="address">The address of the page; below 4 GiB.</param>
    /// <param name="gsi">Raised when the page has changed.</param>
    void AddClock(GuestAddress address, uint gsi);
}
