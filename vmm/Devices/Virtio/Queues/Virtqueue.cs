using System.Runtime.Intrinsics.X86;
using System.Threading;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>
/// The device side of a split virtqueue (Virtio 1.2, 2.7): pops descriptor chains and pushes used elements. The driver may change any of it at any
/// moment. It is located in guest memory when the device is activated, and forgotten at reset. Not thread-safe.
/// </summary>
/// <param name="capacity">The maximum queue size; a power of two, at most <see cref="MaximumSize"/>.</param>
internal sealed unsafe partial class Virtqueue(GuestMemory memory, ushort capacity)
{
    /// <summary>
    /// The maximum size of any device's queue, as in Firecracker. It bounds the buffers of a chain, and the arrays that hold them.
    /// </summary>
    internal const int MaximumSize = 256;

    // The elements of two cache lines: a driver with a short queue does not wait long for its chains.
    private const int Batch = 16;

    // Both rings end with an event index (used_event, avail_event).
    private const int EventLength = sizeof(ushort);

    private QueueRegisters _registers = new() { Size = capacity };
    private byte* _table;
    private vring_avail* _available;
    private vring_used* _used;
    private ulong _usedAddress;
    private VirtioFeatures _features;
    private ushort _nextAvailable;

    // The driver's index when it was last read: another processor writes it, so that each look costs a miss of the cache.
    private ushort _seenAvailable;
    private ushort _nextUsed;
    private ushort _publishedUsed;
    private ushort _signalledUsed;

    /// <summary>The maximum queue size.</summary>
    internal ushort Capacity => capacity;

    /// <summary>The parameters that the driver has written.</summary>
    internal ref QueueRegisters Registers => ref _registers;

    /// <summary>Whether the queue has been activated and no invalid ring has been found since.</summary>
    internal bool IsActive { get; private set; }

    /// <summary>The number of chains known to be available and not popped yet: those that the last <see cref="Pop"/> which had to look saw.</summary>
    internal int Known => (ushort)(_seenAvailable - _nextAvailable);

    /// <summary>The number of available chains not popped yet; with an invalid ring, any 16-bit number.</summary>
    internal int Waiting => IsActive ? (ushort)(Volatile.Read(ref _available->idx) - _nextAvailable) : 0;

    private int Size => _registers.Size;

    // The heads, followed by used_event, the used index at which the driver wants an interrupt.
    private ushort* AvailableRing => (ushort*)(_available + 1);

    // The elements, followed by avail_event, the available index at which the device wants a doorbell.
    private vring_used_elem* UsedRing => (vring_used_elem*)(_used + 1);

    private bool UsesEventIndex => _features.HasFlag(VirtioFeatures.EventIndex);

    /// <summary>Validates the parameters and locates the queue in guest memory.</summary>
    /// <param name="features">The features that the driver has accepted.</param>
    /// <returns>False when the parameters are invalid, or a part of the queue is not within one region of guest memory.</returns>
    internal bool TryActivate(VirtioFeatures features)
    {
        byte* available = null;
        byte* used = null;
        IsActive = _registers.AreSound(capacity)
            && memory.TryFind(new GuestAddress(_registers.DescriptorTable), (ulong)(sizeof(vring_desc) * Size), out _table)
            && memory.TryFind(
                new GuestAddress(_registers.DriverArea), (ulong)(sizeof(vring_avail) + (sizeof(ushort) * Size) + EventLength), out available)
            && memory.TryFind(
                new GuestAddress(_registers.DeviceArea), (ulong)(sizeof(vring_used) + (sizeof(vring_used_elem) * Size) + EventLength), out used);
        _available = (vring_avail*)available;
        _used = (vring_used*)used;
        _usedAddress = _registers.DeviceArea;
        _features = features;
        return IsActive;
    }

    /// <summary>Returns to the initial state.</summary>
    internal void Reset()
    {
        _registers = new QueueRegisters { Size = capacity };
        IsActive = false;
        _table = null;
        _available = null;
        _used = null;
        _nextAvailable = _seenAvailable = _nextUsed = _publishedUsed = _signalledUsed = 0;
    }

    /// <summary>Pops the next descriptor chain from the available ring.</summary>
    /// <param name="chain">Receives the chain, if there is one; it may be invalid.</param>
    internal QueuePop Pop(DescriptorChain chain)
    {
        if (!IsActive)
        {
            return QueuePop.Broken;
        }
        if (_seenAvailable == _nextAvailable)
        {
            // Acquire: what the driver wrote before the index is visible after reading it.
            _seenAvailable = Volatile.Read(ref _available->idx);
            if (_seenAvailable == _nextAvailable)
            {
                return QueuePop.Empty;
            }
        }
        ushort head = AvailableRing[Slot(_nextAvailable)];
        if (Known > Size || head >= Size)
        {
            PublishUsed();
            IsActive = false;
            return QueuePop.Broken;
        }
        _nextAvailable++;
        chain.Read(_table, Size, head, _features.HasFlag(VirtioFeatures.IndirectDescriptors));
        if (_seenAvailable != _nextAvailable)
        {
            Announce(AvailableRing[Slot(_nextAvailable)]);
        }
        return QueuePop.Chain;
    }

    /// <summary>Undoes the last pop, when the device cannot serve that chain yet.</summary>
    internal void UndoPop() => _nextAvailable--;

    /// <summary>Pushes an element to the used ring.</summary>
    /// <param name="head">The head of the descriptor chain.</param>
    /// <param name="written">The number of bytes written, from the start of the chain's writable part.</param>
    internal void PushUsed(ushort head, uint written)
    {
        AddUsed(head, written);
        PublishUsed();
    }

    /// <summary>Writes an element behind the used ring, for <see cref="PublishSoon"/>: the driver does not see it yet.</summary>
    /// <param name="head">The head of the descriptor chain.</param>
    /// <param name="written">The number of bytes written, from the start of the chain's writable part.</param>
    internal void AddUsed(ushort head, uint written)
    {
        if (!IsActive)
        {
            return;
        }
        vring_used_elem* element = UsedRing + Slot(_nextUsed);
        *element = new vring_used_elem { id = head, len = written };
        MarkUsed(element, sizeof(vring_used_elem));
        _nextUsed++;
    }

    /// <summary>Shows the driver all elements that were added, at once.</summary>
    internal void PublishUsed()
    {
        if (!IsActive)
        {
            return;
        }
        // Release: the elements and the data in the buffers are visible to the driver before the index.
        Volatile.Write(ref _used->idx, _nextUsed);
        _publishedUsed = _nextUsed;
        MarkUsed(_used, sizeof(vring_used));
    }

    /// <summary>
    /// Shows the driver all elements that were added if they are many, otherwise together with later ones, at the latest when
    /// <see cref="NeedsNotification"/> is asked. A driver that polls reads the index all the time: each change costs both sides a miss of the cache.
    /// </summary>
    internal void PublishSoon()
    {
        if ((ushort)(_nextUsed - _publishedUsed) >= Batch)
        {
            PublishUsed();
        }
    }

    /// <summary>Disables available buffer notifications (doorbells), while chains are being popped anyway.</summary>
    internal void DisableNotification()
    {
        // With VIRTIO_RING_F_EVENT_IDX the driver only rings for the index that the device published last.
        if (IsActive && !UsesEventIndex)
        {
            _used->flags = RingFlags.VRING_USED_F_NO_NOTIFY;
            MarkUsed(_used, sizeof(vring_used));
        }
    }

    /// <summary>Enables available buffer notifications from the next chain on.</summary>
    /// <returns>False when a chain has become available, for which no notification may come.</returns>
    internal bool TryEnableNotification() => !IsActive || TryEnableNotification(_nextAvailable);

    /// <summary>
    /// Enables available buffer notifications from the next chain on that the driver makes available, though others wait. No processor is in the guest.
    /// </summary>
    internal void EnableNotificationOfMore()
    {
        if (IsActive)
        {
            _ = TryEnableNotification(Volatile.Read(ref _available->idx));
        }
    }

    /// <summary>Publishes what was added, and says whether the driver wants a used buffer notification for what it has got since the last call.</summary>
    internal bool NeedsNotification()
    {
        if (_publishedUsed != _nextUsed)
        {
            PublishUsed();
        }
        ushort before = _signalledUsed;
        _signalledUsed = _nextUsed;
        if (!IsActive || before == _nextUsed)
        {
            return false;
        }
        // Store-load barrier: either the driver sees the new used index, or its request for an interrupt is seen here.
        Interlocked.MemoryBarrier();
        if (!UsesEventIndex)
        {
            return (_available->flags & RingFlags.VRING_AVAIL_F_NO_INTERRUPT) == 0;
        }
        // Whether the index that the driver waits for is among those pushed (vring_need_event; Virtio 1.2, 2.7.7.2), modulo 2^16.
        ushort wanted = AvailableRing[Size];
        return (ushort)(_nextUsed - wanted - 1) < (ushort)(_nextUsed - before);
    }

    // Returns false when the driver's index is another one.
    private bool TryEnableNotification(ushort index)
    {
        if (UsesEventIndex)
        {
            ushort* wanted = (ushort*)(UsedRing + Size);
            *wanted = index;
            MarkUsed(wanted, EventLength);
        }
        else
        {
            _used->flags = 0;
            MarkUsed(_used, sizeof(vring_used));
        }
        // Store-load barrier: either the driver sees that notifications are enabled, or its chain is seen here.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _available->idx) == index;
    }

    // Another processor has written the next chain's indirect table: the miss of the cache is had while this chain is served. A hint, which nothing else
    // depends on: the descriptor is read for good when its chain is popped.
    private void Announce(ushort head)
    {
        if (Sse.IsSupported && head < Size)
        {
            vring_desc* descriptor = (vring_desc*)_table + head;
            if (descriptor->flags.HasFlag(DescriptorFlags.VRING_DESC_F_INDIRECT)
                && memory.TryFind(new GuestAddress(descriptor->addr), (ulong)sizeof(vring_desc), out byte* table))
            {
                Sse.Prefetch0(table);
            }
        }
    }

    private int Slot(ushort index) => index & (Size - 1);

    // The used ring is the only part of a queue that the device writes.
    private void MarkUsed(void* start, int length) =>
        memory.MarkWritten(new GuestAddress(_usedAddress + (ulong)((byte*)start - (byte*)_used)), (ulong)length);
}
