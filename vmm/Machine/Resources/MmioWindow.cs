using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>A device's page of addresses and its interrupt, connected to the processors and the bus.</summary>
/// <param name="bus">The bus of guest-physical addresses outside memory.</param>
/// <param name="pages">The allocator that the page is returned to.</param>
/// <param name="line">The interrupt; the window disposes it.</param>
internal sealed class MmioWindow(IMachineWiring wiring, Bus bus, MmioAllocator pages, InterruptLine line) : IMmioWindow
{
    private readonly List<(EventFd Doorbell, ulong Address, uint Value)> _doorbells = [];
    private IBusDevice? _registers;

    /// <inheritdoc/>
    public ulong Address { get; } = pages.Take();

    /// <inheritdoc/>
    public IGsiLine Line => line;

    /// <inheritdoc/>
    public void Open(IBusDevice registers)
    {
        bus.Add(Address, MmioTransport.Length, registers);
        _registers = registers;
    }

    /// <inheritdoc/>
    public void Connect(EventFd doorbell, ulong offset, uint value)
    {
        wiring.ConnectDoorbell(doorbell, Address + offset, value);
        _doorbells.Add((doorbell, Address + offset, value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_registers is not null)
        {
            bus.Remove(_registers);
        }
        foreach ((EventFd doorbell, ulong address, uint value) in _doorbells)
        {
            wiring.DisconnectDoorbell(doorbell, address, value);
        }
        pages.Release(Address);
        line.Dispose();
    }
}
