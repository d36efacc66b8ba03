using System.Buffers.Binary;
using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Testing.Vmm.Snapshots;

/// <summary>A guest's drivers, which have gone some steps with some of the devices of a board when it is saved.</summary>
/// <param name="random">Chooses devices and steps.</param>
internal sealed class SampleDrivers(MachineBoard board, Random random)
{
    private const ushort SerialPort = 0x3F8;
    private const ushort SerialPorts = 8;
    private const ushort KeyboardCommands = 0x64;
    private const int QueueSize = 16;

    private static readonly uint[] _steps = [1, 3, 0xB, TestDriver.Working];

    internal void Act()
    {
        for (int write = random.Next(SerialPorts); write > 0; write--)
        {
            Write(board.Resources.Ports, (ulong)(SerialPort + random.Next(SerialPorts)), [(byte)random.Next(256)]);
        }
        Write(board.Resources.Ports, KeyboardCommands, [(byte)(random.Next(2) == 0 ? 0x60 : 0xD1)]);
        Write(board.Resources.Addresses, MmioAllocator.BootTimer, [(byte)random.Next(122, 124)]);
        int slots = board.Devices.All.Count(device => device is VirtioSlot);
        for (int slot = 0; slot < slots; slot++)
        {
            Negotiate(slot);
        }
    }

    // As far as chance has it, mostly all of the way.
    private void Negotiate(int slot)
    {
        ulong page = MmioAllocator.First + ((ulong)slot * MmioTransport.Length);
        int last = random.Next(4) == 0 ? random.Next(_steps.Length + 1) : _steps.Length;
        for (int step = 0; step < last; step++)
        {
            if (_steps[step] == 0xB)
            {
                Write(page, MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, random.Next(2) == 0 ? 0 : (uint)VirtioFeatures.EventIndex);
                Write(page, MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES_SEL, 1);
                Write(page, MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, (uint)((ulong)VirtioFeatures.Version1 >> 32));
            }
            if (_steps[step] == TestDriver.Working)
            {
                SetUp(page, TestDriver.Table + ((ulong)slot * TestDriver.QueueLength));
            }
            Write(page, MmioRegister.VIRTIO_MMIO_STATUS, _steps[step]);
        }
    }

    private void SetUp(ulong page, ulong table)
    {
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_SEL, 0);
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_NUM, (uint)(QueueSize << random.Next(5)));
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW, (uint)table);
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW, (uint)table + 0x1000);
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW, (uint)table + 0x1400);
        Write(page, MmioRegister.VIRTIO_MMIO_QUEUE_READY, 1);
    }

    private void Write(ulong page, MmioRegister register, uint value)
    {
        Span<byte> data = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        Write(board.Resources.Addresses, page + (ulong)register, data);
    }

    private static void Write(Bus bus, ulong address, ReadOnlySpan<byte> data)
    {
        // This is the vmm thread.
        if (!bus.TryWrite(address, data, out IDeferringDevice? deferring, out ulong offset))
        {
            deferring.Write(offset, data);
        }
    }
}
