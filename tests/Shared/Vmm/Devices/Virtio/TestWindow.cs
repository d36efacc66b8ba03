using System.Buffers.Binary;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>An MMIO page without KVM: guest writes ring a doorbell or reach the registers on the caller's thread.</summary>
internal sealed class TestWindow : IMmioWindow
{
    private readonly List<(EventFd Doorbell, ulong Offset, uint Value)> _doorbells = [];

    /// <summary>The interrupt line, which counts.</summary>
    internal CountingGsiLine Counter { get; } = new();

    internal IDeferringDevice Registers { get; private set; } = null!;

    internal bool IsDisposed { get; private set; }

    public ulong Address => 0xC000_1000;

    public IGsiLine Line => Counter;

    public void Open(IBusDevice registers) => Registers = (IDeferringDevice)registers;

    public void Connect(EventFd doorbell, ulong offset, uint value) => _doorbells.Add((doorbell, offset, value));

    /// <summary>A four-byte write by the guest.</summary>
    internal void Write(ulong offset, uint value)
    {
        foreach ((EventFd doorbell, ulong place, uint expected) in _doorbells)
        {
            if (place == offset && expected == value)
            {
                doorbell.Signal();
                return;
            }
        }
        Span<byte> data = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        Registers.Write(offset, data);
    }

    /// <summary>A four-byte read by the guest.</summary>
    internal uint Read(ulong offset)
    {
        Span<byte> data = stackalloc byte[sizeof(uint)];
        Registers.Read(offset, data);
        return BinaryPrimitives.ReadUInt32LittleEndian(data);
    }

    public void Dispose() => IsDisposed = true;
}
