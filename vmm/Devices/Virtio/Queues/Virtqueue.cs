using System.Runtime.CompilerServices;
using System.Threading;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// The device's side of a split virtqueue (Virtio 1.2, 2.7): takes chains that the driver offers and gives them back. All of its memory is
/// the driver's, which may change it at any moment; it is found once when the device is activated and forgotten at its reset. One thread at
/// a time.
/// </summary>
/// <param name="memory">The guest's memory.</param>
internal sealed unsafe partial class Virtqueue(GuestMemory memory)
{
    /// <summary>The most entries of every queue of every device, as in Firecracker.</summary>
    internal const int MaximumSize = 256;

    // Both rings start with flags and an index of two bytes each and end with an event index.
    private const int RingHeader = 4;
    private const int EventLength = 2;
    private const int AvailableEntry = 2;
    private const int UsedEntry = 8;

    private QueueRegisters _registers = new() { Size = MaximumSize };
    private byte* _table;
    private byte* _available;
    private byte* _used;
    private VirtioFeatures _features;
    private ushort _nextAvailable;
    private ushort _nextUsed;
    private ushort _signalledUsed;

    /// <summary>What the driver has said of it.</summary>
    internal ref QueueRegisters Registers => ref _registers;

    /// <summary>Whether it was found in memory, and makes sense so far.</summary>
    internal bool IsActive { get; private set; }

    /// <summary>Chains that the driver has offered and nobody has taken; any number of 16 bits when its ring makes no sense.</summary>
    internal int Waiting => IsActive ? (ushort)(Volatile.Read(ref Field(_available, sizeof(ushort))) - _nextAvailable) : 0;

    private int Size => _registers.Size;

    private bool UsesEventIndex => _features.HasFlag(VirtioFeatures.EventIndex);

    /// <summary>Finds it in the guest's memory.</summary>
    /// <param name="features">What the driver has acknowledged.</param>
    /// <returns>False when its registers are no queue's, or a part of it is not in one piece of memory.</returns>
    internal bool TryActivate(VirtioFeatures features)
    {
        IsActive = _registers.AreSound(MaximumSize)
            && memory.TryFind(new GuestAddress(_registers.DescriptorTable), (ulong)(sizeof(vring_desc) * Size), out _table)
            && memory.TryFind(new GuestAddress(_registers.DriverArea), RingLength(AvailableEntry), out _available)
            && memory.TryFind(new GuestAddress(_registers.DeviceArea), RingLength(UsedEntry), out _used);
        _features = features;
        return IsActive;
    }

    /// <summary>Forgets it all.</summary>
    internal void Reset()
    {
        _registers = new QueueRegisters { Size = MaximumSize };
        IsActive = false;
        _table = _available = _used = null;
        _nextAvailable = _nextUsed = _signalledUsed = 0;
    }

    /// <summary>Pops the next descriptor chain from the available ring.</summary>
    /// <param name="chain">Filled when there is one; it may not be sound.</param>
    internal QueuePop Pop(DescriptorChain chain)
    {
        if (!IsActive)
        {
            return QueuePop.Broken;
        }
        // What the driver wrote before the index is seen after it.
        ushort offered = (ushort)(Volatile.Read(ref Field(_available, sizeof(ushort))) - _nextAvailable);
        if (offered == 0)
        {
            return QueuePop.Empty;
        }
        ushort head = Field(_available, RingHeader + (Slot(_nextAvailable) * AvailableEntry));
        if (offered > Size || head >= Size)
        {
            IsActive = false;
            return QueuePop.Broken;
        }
        _nextAvailable++;
        chain.Read(_table, Size, head, _features.HasFlag(VirtioFeatures.IndirectDescriptors));
        return QueuePop.Chain;
    }

    /// <summary>Undoes the last pop: the device cannot serve that chain yet.</summary>
    internal void UndoPop() => _nextAvailable--;

    /// <summary>Pushes an element to the used ring.</summary>
    /// <param name="head">Head of the descriptor chain.</param>
    /// <param name="written">Bytes at its writable start that the device has written.</param>
    internal void PushUsed(ushort head, uint written)
    {
        if (!IsActive)
        {
            return;
        }
        byte* element = _used + RingHeader + (Slot(_nextUsed) * UsedEntry);
        Unsafe.WriteUnaligned(element, (uint)head);
        Unsafe.WriteUnaligned(element + sizeof(uint), written);
        _nextUsed++;
        // The driver sees the element, and what was written to its buffers, before the index.
        Volatile.Write(ref Field(_used, sizeof(ushort)), _nextUsed);
    }

    /// <summary>Disables available buffer notifications (doorbells) while chains are popped anyway.</summary>
    internal void DisableNotification()
    {
        // With the event index the driver rings only for the chain that the device last asked for.
        if (IsActive && !UsesEventIndex)
        {
            Field(_used, 0) = RingFlags.VRING_USED_F_NO_NOTIFY;
        }
    }

    /// <summary>Enables available buffer notifications again, from the next chain on.</summary>
    /// <returns>False when a chain is there already, for which no notification may come.</returns>
    internal bool TryEnableNotification()
    {
        if (!IsActive)
        {
            return true;
        }
        if (UsesEventIndex)
        {
            Field(_used, RingHeader + (Size * UsedEntry)) = _nextAvailable;
        }
        else
        {
            Field(_used, 0) = 0;
        }
        // Either the driver sees the wish, or its chain is seen here.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref Field(_available, sizeof(ushort))) == _nextAvailable;
    }

    /// <summary>Whether the driver wants a used buffer notification for what was pushed since the last call.</summary>
    internal bool NeedsNotification()
    {
        ushort before = _signalledUsed;
        _signalledUsed = _nextUsed;
        if (!IsActive || before == _nextUsed)
        {
            return false;
        }
        // The driver sees what was given back, or its wish is seen here.
        Interlocked.MemoryBarrier();
        if (!UsesEventIndex)
        {
            return (Field(_available, 0) & RingFlags.VRING_AVAIL_F_NO_INTERRUPT) == 0;
        }
        // Whether the entry that the driver waits for is among them (Virtio 1.2, 2.7.7.2); all modulo 2^16.
        ushort wanted = Field(_available, RingHeader + (Size * AvailableEntry));
        return (ushort)(_nextUsed - wanted - 1) < (ushort)(_nextUsed - before);
    }

    private ulong RingLength(int entryLength) => (ulong)(RingHeader + (Size * entryLength) + EventLength);

    private int Slot(ushort index) => index & (Size - 1);

    private static ref ushort Field(byte* ring, int offset) => ref Unsafe.AsRef<ushort>(ring + offset);
}
