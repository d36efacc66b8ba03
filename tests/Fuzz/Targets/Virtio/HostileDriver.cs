using System.Buffers.Binary;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>Drives a device as an input says: each byte is a decision, so that every input is a driver.</summary>
internal sealed class HostileDriver(Victim victim, ByteSource decisions)
{
    // Behind the headers of sensible requests.
    private const ulong Indirect = TestDriver.Buffers + 0x800;

    private static readonly MmioRegister[] _registers = Enum.GetValues<MmioRegister>();

    private TestDriver Driver => victim.Machine.Driver;

    private TestQueue Queue => Driver.Queues[victim.Queue];

    /// <summary>Runs until the input ends.</summary>
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
                victim.OfferRequest(decisions);
                break;
            case 8 or 9:
                OfferAnything();
                break;
            case 10:
                OfferIndirect();
                break;
            case 11:
                Queue.Describe(decisions.Choice(Queue.Size), Address(), decisions.Length(), Flags(), decisions.Short());
                break;
            case 12:
                Queue.OfferHead((ushort)(decisions.Choice(4) == 0 ? decisions.Short() : decisions.Choice(Queue.Size)));
                break;
            case 13:
                Driver.Store(Queue.Available + (2 * (ulong)decisions.Choice(2)), decisions.Short());
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
        Driver.Bus.Status = TestDriver.Working;
    }

    private void OfferAnything()
    {
        Span<TestBuffer> buffers = stackalloc TestBuffer[decisions.Choice(6) + 1];
        foreach (ref TestBuffer buffer in buffers)
        {
            buffer = new TestBuffer(Address(), decisions.Length(), decisions.Choice(2) == 0);
        }
        Queue.Offer(buffers);
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
        int head = decisions.Choice(Queue.Size);
        uint length = decisions.Choice(4) == 0 ? (uint)decisions.Number() : (uint)count * 16;
        Queue.Describe(head, decisions.Choice(8) == 0 ? Address() : Indirect, length, DescriptorFlags.VRING_DESC_F_INDIRECT | Flags(), decisions.Byte());
        Queue.OfferHead((ushort)head);
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

    // Mostly four bytes: registers accept no other access.
    private int Width() => decisions.Choice(4) == 0 ? 1 << decisions.Choice(4) : sizeof(uint);

    private ulong Address() => decisions.Address(Victim.MemoryLength);

    private DescriptorFlags Flags() => (DescriptorFlags)(decisions.Choice(4) == 0 ? decisions.Short() : decisions.Choice(4));
}
