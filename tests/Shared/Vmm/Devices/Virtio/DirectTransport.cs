using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A transport without registers: the driver calls the slot directly, and each queue has its own interrupt, as over PCI.</summary>
internal sealed class DirectTransport(int queueCount) : IVirtioTransport, IVirtioInterrupts, IDriverBus
{
    private readonly int[] _interrupts = new int[queueCount];
    private int _configurationInterrupts;
    private VirtioSlot _slot = null!;

    public IVirtioInterrupts Interrupts => this;

    public uint Generation => _slot.Link.Generation;

    public uint Status
    {
        get => (uint)_slot.Link.Status;
        set => Locked(() => _slot.Negotiation.WriteStatus(value));
    }

    public void Attach(VirtioSlot slot) => _slot = slot;

    public void SignalQueue(int queue) => _interrupts[queue]++;

    public void SignalConfiguration() => _configurationInterrupts++;

    public VirtioFeatures ReadFeatures() => _slot.Negotiation.Offered;

    public void WriteFeatures(VirtioFeatures features) => Locked(() => _slot.Negotiation.WriteFeatures(features));

    public uint SizeOf(int queue) => queue < queueCount ? _slot.Link.Queues[queue].Capacity : 0u;

    public void SetUp(int queue, in QueueRegisters registers)
    {
        QueueRegisters wanted = registers;
        Locked(() => _slot.Negotiation.WriteQueue((uint)queue, (ref own, _) => own = wanted, 0));
    }

    public void ReadConfiguration(ulong offset, Span<byte> data)
    {
        data.Clear();
        _slot.Negotiation.ReadConfiguration(offset, data);
    }

    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
        lock (_slot.Link.Gate)
        {
            _slot.Negotiation.WriteConfiguration(offset, data);
        }
    }

    public void Ring(int queue) => _slot.Link.Doorbells[queue].Signal();

    public bool TakeInterrupt(int queue) => Take(ref _interrupts[queue]);

    public bool TakeConfigurationInterrupt() => Take(ref _configurationInterrupts);

    public void Save(ref StateWriter state)
    {
    }

    public void Load(ref StateReader state)
    {
    }

    public void Describe(IGuestDescription to)
    {
    }

    public void Dispose()
    {
    }

    private static bool Take(ref int count)
    {
        bool isPending = count > 0;
        count = 0;
        return isPending;
    }

    private void Locked(Action action)
    {
        lock (_slot.Link.Gate)
        {
            action();
        }
    }
}
