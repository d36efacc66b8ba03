using System.Globalization;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>
/// Collects the devices' descriptions for the guest: virtio devices go to the kernel command line too, everything goes to the ACPI tables.
/// </summary>
internal sealed class GuestDescription(KernelCommandLine commandLine) : IGuestDescription
{
    private readonly List<MmioDevice> _virtio = [];

    /// <summary>The virtio devices, in the order in which they were attached.</summary>
    internal IReadOnlyList<MmioDevice> Virtio => _virtio;

    internal PortDevice SerialPort { get; private set; }

    internal KeyboardController Keyboard { get; private set; }

    internal SharedMemory GenerationId { get; private set; }

    /// <summary>The page of the vmclock device.</summary>
    internal SharedMemory Clock { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="VmmFailure">The command line is full.</exception>
    public void AddVirtioMmio(ulong address, uint gsi)
    {
        _virtio.Add(new MmioDevice(address, gsi));
        commandLine.Append(string.Create(CultureInfo.InvariantCulture, $"virtio_mmio.device=4K@0x{address:x}:{gsi}"));
    }

    /// <inheritdoc/>
    public void AddSerialPort(ushort firstPort, byte portCount, uint gsi) => SerialPort = new PortDevice(firstPort, portCount, gsi);

    /// <inheritdoc/>
    public void AddKeyboard(ushort dataPort, ushort commandPort, uint gsi) => Keyboard = new KeyboardController(dataPort, commandPort, gsi);

    /// <inheritdoc/>
    public void AddGenerationId(GuestAddress address, uint gsi) => GenerationId = new SharedMemory(address, gsi);

    /// <inheritdoc/>
    public void AddClock(GuestAddress address, uint gsi) => Clock = new SharedMemory(address, gsi);
}
