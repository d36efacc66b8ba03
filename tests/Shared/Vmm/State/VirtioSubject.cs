using System.Buffers.Binary;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Events;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A device with two queues, whose driver writes registers and offers chains and which takes them and gives them back.</summary>
internal sealed class VirtioSubject : IStateSubject
{
    private const int QueueCount = 2;
    private const ushort Size = 8;

    // Of each queue: a table, an available and a used ring, a page each.
    private const ulong QueueLength = 0x3000;
    private const ulong FirstQueue = 0x1000;

    private static readonly (MmioRegister Register, Func<ulong, uint> Value)[] _setUp =
    [
        (MmioRegister.VIRTIO_MMIO_QUEUE_NUM, _ => Size),
        (MmioRegister.VIRTIO_MMIO_QUEUE_DESC_LOW, start => (uint)start),
        (MmioRegister.VIRTIO_MMIO_QUEUE_AVAIL_LOW, start => (uint)start + 0x1000),
        (MmioRegister.VIRTIO_MMIO_QUEUE_USED_LOW, start => (uint)start + 0x2000),
        (MmioRegister.VIRTIO_MMIO_QUEUE_READY, _ => 1),
    ];

    private static readonly uint[] _statuses = [1, 3, 0xB];

    private readonly SmallMemory _memory = new();
    private readonly TestWindow _window = new();
    private readonly EventLoop _loop = new();
    private readonly VirtioSlot _slot;
    private readonly DescriptorChain _chain;

    internal VirtioSubject()
    {
        MmioTransport transport = new(_window, new VmmMetrics().Interrupts);
        _slot = new VirtioSlot(new DeviceName("test"), [Size, 4 * Size], _memory.Guest, transport, _loop, _ => new SilentDevice());
        _chain = new DescriptorChain(_memory.Guest);
    }

    public bool RefusesWhole => false;

    private DriverLink Link => _slot.Link;

    public string Act(Random random)
    {
        int interrupts = _window.Counter.Count;
        string answer = random.Next(12) switch
        {
            0 when random.Next(8) == 0 => Start(random),
            < 2 => Written((MmioRegister)(random.Next(0x40) * 4), random.Next(4) == 0 ? (uint)random.Next() : (uint)random.Next(4)),
            2 => $"{Read((MmioRegister)(random.Next(0x40) * 4))}",
            < 6 => Offer(random.Next(QueueCount), random),
            < 10 => Serve(random.Next(QueueCount)),
            10 when random.Next(8) == 0 => Told(),
            _ => $"{Link.Queues[random.Next(QueueCount)].TryEnableNotification()}",
        };
        return $"{answer} {Link.Status} {Link.Features} {Link.Generation} {Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS)} {_window.Counter.Count - interrupts}";
    }

    public void Save(ref StateWriter state) => _slot.Save(ref state);

    public void Load(ref StateReader state) => _slot.Load(ref state);

    public IStateSubject Fresh()
    {
        VirtioSubject fresh = new();
        _memory.Bytes.CopyTo(fresh._memory.Bytes);
        return fresh;
    }

    public void Dispose()
    {
        _slot.Dispose();
        _loop.Dispose();
        _memory.Dispose();
    }

    // As far as chance has it.
    private string Start(Random random)
    {
        _memory.Bytes.Clear();
        Written(MmioRegister.VIRTIO_MMIO_STATUS, 0);
        foreach (uint status in _statuses)
        {
            Written(MmioRegister.VIRTIO_MMIO_STATUS, status);
            Written(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, random.Next(2) == 0 ? 0 : (uint)VirtioFeatures.EventIndex);
        }
        for (uint queue = 0; queue < QueueCount && random.Next(8) != 0; queue++)
        {
            Written(MmioRegister.VIRTIO_MMIO_QUEUE_SEL, queue);
            foreach ((MmioRegister register, Func<ulong, uint> value) in _setUp)
            {
                Written(register, value(FirstQueue + (queue * QueueLength)));
            }
        }
        return random.Next(8) == 0 ? "" : Written(MmioRegister.VIRTIO_MMIO_STATUS, 0xF);
    }

    private string Offer(int queue, Random random)
    {
        Span<byte> available = _memory.Bytes[(int)(FirstQueue + ((ulong)queue * QueueLength) + 0x1000)..];
        ushort index = BinaryPrimitives.ReadUInt16LittleEndian(available[2..]);
        // Seldom a ring that makes no sense.
        ushort head = (ushort)random.Next(random.Next(16) == 0 ? Size + 1 : Size);
        BinaryPrimitives.WriteUInt16LittleEndian(available[(4 + (index % Size * 2))..], head);
        BinaryPrimitives.WriteUInt16LittleEndian(available[2..], (ushort)(index + 1));
        // Which used entry the driver wants to hear of.
        BinaryPrimitives.WriteUInt16LittleEndian(available[(4 + (Size * 2))..], (ushort)random.Next(16));
        return "";
    }

    private string Serve(int number)
    {
        Virtqueue queue = Link.Queues[number];
        QueuePop pop = queue.Pop(_chain);
        if (pop == QueuePop.Chain)
        {
            queue.PushUsed(_chain.Head, 5);
            Link.SignalUsed(number);
        }
        return $"{pop} {queue.Waiting} {queue.IsActive} {Crc64.Of(_memory.Bytes):x}";
    }

    private string Told()
    {
        Link.SignalConfiguration();
        return "";
    }

    private string Written(MmioRegister register, uint value)
    {
        _window.Write((ulong)register, value);
        return "";
    }

    private uint Read(MmioRegister register) => _window.Read((ulong)register);

    private sealed class SilentDevice : PlainDevice
    {
        public override VirtioFeatures Features => VirtioFeatures.EventIndex | VirtioFeatures.IndirectDescriptors;
    }
}
