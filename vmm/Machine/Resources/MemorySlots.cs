using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>
/// Allocates KVM's memory slots, lowest free number first. The vmm thread owns it. Once the interrupt controllers exist, each change makes the
/// kernel wait 4 to 11 ms for readers of its tables, so a machine's initial memory is registered before they are created.
/// </summary>
/// <param name="wiring">Maps the memory.</param>
internal sealed unsafe class MemorySlots(IMachineWiring wiring)
{
    // Indexed by slot number; null where a number is free.
    private readonly List<MemorySlot?> _slots = [];

    /// <summary>The slots in use, by number.</summary>
    internal IReadOnlyList<MemorySlot> All => _slots.FindAll(slot => slot is not null)!;

    /// <summary>Maps memory of this process into the guest.</summary>
    /// <param name="region">The guest-physical range; whole pages.</param>
    /// <param name="start">Address in this process; must stay mapped while the slot exists.</param>
    /// <exception cref="LinuxException">
    /// The range overlaps another, all numbers are in use, or the kernel is out of memory for its own tables; nothing has changed.
    /// </exception>
    internal MemorySlot Add(GuestRegion region, byte* start, KvmMemoryFlags flags)
    {
        int free = _slots.IndexOf(null);
        int number = free < 0 ? _slots.Count : free;
        MemorySlot slot = new((uint)number, region, flags);
        wiring.SetMemory(slot.Number, region.Start, region.Length, start, flags);
        if (free < 0)
        {
            _slots.Add(slot);
        }
        else
        {
            _slots[free] = slot;
        }
        return slot;
    }

    /// <summary>Unmaps memory from the guest and frees the slot number. The guest's accesses to the range then go to the bus.</summary>
    /// <param name="slot">A slot that <see cref="Add"/> returned.</param>
    /// <exception cref="ArgumentException"/>
    /// <exception cref="LinuxException">The kernel is out of memory for its own tables; nothing has changed.</exception>
    internal void Remove(MemorySlot slot)
    {
        int number = _slots.IndexOf(slot);
        if (number < 0)
        {
            throw new ArgumentException($"slot {slot.Number} at 0x{slot.Region.Start:x} does not exist", nameof(slot));
        }
        // KVM deletes a slot whose length is 0.
        wiring.SetMemory(slot.Number, slot.Region.Start, 0, null, default);
        _slots[number] = null;
    }
}
