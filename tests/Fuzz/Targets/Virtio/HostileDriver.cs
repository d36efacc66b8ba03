using System.Buffers.Binary;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>Does what an input says to a device: each of its bytes decides something, so that every input is a driver.</summary>
/// <param name="victim">The device.</param>
/// <param name="decisions">The input.</param>
internal sealed class HostileDriver(Victim victim, ByteSource decisions)
{
    // Where requests that make sense lie.
    private const ulong Header = TestDriver.Buffers;
    private const ulong Status = Header + 0x100;
    private const ulong Data = Header + 0x1000;
    private const ulong Indirect = Header + 0x800;

    private static readonly MmioRegister[] _registers = Enum.GetValues<MmioRegister>();

    private static readonly BlockRequestType[] _types = Enum.GetValues<BlockRequestType>();

    private TestDriver Driver => victim.Machine.Driver;

    /// <summary>Runs to the input's end.</summary>
    internal void Run()
    {
        Start();
        while (decisions.HasMore)
        {
            Step();
        }
        victim.Ring();
    }

    private void Step()
    {
        switch (decisions.Choice(24))
        {
            case < 8:
                OfferRequest();
                break;
            case 8 or 9:
                OfferAnything();
                break;
            case 10:
                OfferIndirect();
                break;
            case 11:
                Driver.Describe(decisions.Choice(Driver.Size), Address(), decisions.Length(), Flags(), decisions.Short());
                break;
            case 12:
                Driver.OfferHead((ushort)(decisions.Choice(4) == 0 ? decisions.Short() : decisions.Choice(Driver.Size)));
                break;
            case 13:
                Driver.Store(TestDriver.Available + (2 * (ulong)decisions.Choice(2)), decisions.Short());
                break;
            case 14:
                Driver.Store(TestDriver.Table + ((ulong)decisions.Short() % (TestDriver.Buffers - TestDriver.Table - 8)), decisions.Number());
                break;
            case 15:
                WriteRegister();
                break;
            case 16:
                ReadRegister();
                break;
            case 17 or 18:
                Start();
                break;
            default:
                victim.Ring();
                break;
        }
    }

    private void Start()
    {
        VirtioFeatures features = decisions.Choice(4) == 0 ? (VirtioFeatures)decisions.Number() : victim.Machine.Device.Features;
        Driver.Negotiate(features | VirtioFeatures.Version1);
        for (int writes = decisions.Choice(8) == 0 ? decisions.Choice(4) : 0; writes > 0; writes--)
        {
            WriteRegister();
        }
        Driver.Write(MmioRegister.VIRTIO_MMIO_STATUS, TestDriver.Working);
    }

    private void OfferRequest()
    {
        BlockRequestType type = decisions.Choice(8) == 0 ? (BlockRequestType)(uint)decisions.Number() : _types[decisions.Choice(_types.Length)];
        Driver.Store(Header, new virtio_blk_outhdr
        {
            type = type,
            sector = decisions.Choice(4) == 0 ? decisions.Number() : decisions.Byte(),
        });
        Driver.Store(Data, new virtio_blk_discard_write_zeroes
        {
            sector = decisions.Byte(),
            num_sectors = decisions.Byte(),
            flags = (ZeroFlags)decisions.Choice(3),
        });
        bool isWritable = (type is BlockRequestType.VIRTIO_BLK_T_IN or BlockRequestType.VIRTIO_BLK_T_GET_ID) != (decisions.Choice(8) == 0);
        TestBuffer header = new(Header, 16, false);
        TestBuffer status = new(Status, 1, true);
        switch (decisions.Choice(4))
        {
            case 0:
                Driver.Offer(header, status);
                break;
            case 1:
                Driver.Offer(header, new(Data, 16, isWritable), status);
                break;
            case 2:
                Driver.Offer(header, new(Data, 512, isWritable), new(Data + 0x1000, (uint)(512 * decisions.Choice(8)), isWritable), status);
                break;
            default:
                Driver.Offer(header, new(Data, 512, isWritable), status);
                break;
        }
    }

    private void OfferAnything()
    {
        Span<TestBuffer> buffers = stackalloc TestBuffer[decisions.Choice(6) + 1];
        foreach (ref TestBuffer buffer in buffers)
        {
            buffer = new TestBuffer(Address(), decisions.Length(), decisions.Choice(2) == 0);
        }
        Driver.Offer(buffers);
    }

    private void OfferIndirect()
    {
        int count = decisions.Choice(6) + 1;
        for (int index = 0; index < count; index++)
        {
            Driver.Store(Indirect + ((ulong)index * 16), new vring_desc
            {
                addr = Address(),
                len = decisions.Length(),
                flags = Flags(),
                next = (ushort)(decisions.Choice(4) == 0 ? decisions.Short() : index + 1),
            });
        }
        int head = decisions.Choice(Driver.Size);
        uint length = decisions.Choice(4) == 0 ? (uint)decisions.Number() : (uint)count * 16;
        Driver.Describe(head, decisions.Choice(8) == 0 ? Address() : Indirect, length, DescriptorFlags.VRING_DESC_F_INDIRECT | Flags(), decisions.Byte());
        Driver.OfferHead((ushort)head);
    }

    private void WriteRegister()
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        ulong offset = decisions.Choice(8) == 0 ? decisions.Short() % MmioTransport.Length : (ulong)_registers[decisions.Choice(_registers.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(data, decisions.Number());
        victim.Transport.Write(offset, data[..Width()]);
    }

    private void ReadRegister()
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        victim.Transport.Read(decisions.Short() % MmioTransport.Length, data[..Width()]);
    }

    // Four bytes, mostly: registers take no other access.
    private int Width() => decisions.Choice(4) == 0 ? 1 << decisions.Choice(4) : sizeof(uint);

    private ulong Address() => decisions.Address(Victim.MemoryLength);

    private DescriptorFlags Flags() => (DescriptorFlags)(decisions.Choice(4) == 0 ? decisions.Short() : decisions.Choice(4));
}
