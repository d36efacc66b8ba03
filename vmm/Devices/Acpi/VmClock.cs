using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>
/// A page that tells the guest whether its clock may have jumped and whether its state may be a copy (VMClock specification, version 1). It
/// provides no time. The monitor only ever writes the page, since the guest may have overwritten what is there.
/// </summary>
internal sealed class VmClock : IMachineDevice
{
    /// <summary>The length of the page in bytes, and the alignment of its address.</summary>
    internal const int Length = 0x1000;

    private const string Section = "clock";
    private const ushort StateVersion = 1;

    private const uint Magic = 0x4B4C_4356;
    private const ushort Version = 1;

    // VMCLOCK_COUNTER_INVALID: without a counter the time fields are not valid either.
    private const byte NoCounter = 0xFF;
    private const byte UnknownStatus = 0;

    private const ulong GenerationCounterPresent = 1 << 8;
    private const ulong NotificationPresent = 1 << 9;

    private readonly GuestMemory _memory;
    private readonly IGsiLine _line;
    private vmclock_abi _told = new()
    {
        magic = Magic,
        size = Length,
        version = Version,
        counter_id = NoCounter,
        clock_status = UnknownStatus,
        flags = GenerationCounterPresent | NotificationPresent,
    };

    /// <summary>Writes the initial contents to the page, which must be zero.</summary>
    /// <param name="line">The interrupt that tells the guest of a change; disposed with this object.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal VmClock(GuestMemory memory, GuestAddress address, IGsiLine line)
    {
        _memory = memory;
        _line = line;
        Address = address;
        if (!memory.TryWrite(address, _told))
        {
            throw new VmmFailure("guest memory is too small for the page of its clock; give it 1 MiB or more");
        }
    }

    /// <inheritdoc/>
    public DeviceName Name { get; } = new(Section);

    /// <summary>The guest-physical address of the page.</summary>
    internal GuestAddress Address { get; }

    /// <summary>Records that the guest's clock has jumped and that it was restored from a snapshot. Does not interrupt the guest.</summary>
    internal void Disrupt()
    {
        if (!_memory.TryGetSpan(Address, Marshal.SizeOf<vmclock_abi>(), out Span<byte> span))
        {
            return;
        }
        ref vmclock_abi page = ref MemoryMarshal.AsRef<vmclock_abi>(span);
        // A seqlock: the count is odd while the other fields change.
        _told.seq_count |= 1;
        Volatile.Write(ref page.seq_count, _told.seq_count);
        Interlocked.MemoryBarrier();
        page.disruption_marker = ++_told.disruption_marker;
        page.vm_generation_counter = ++_told.vm_generation_counter;
        Volatile.Write(ref page.seq_count, ++_told.seq_count);
    }

    /// <summary>Interrupts the guest, so that it reads the page again.</summary>
    internal void Notify() => _line.Raise();

    /// <summary>Saves the page's address, the interrupt, and the counters that the guest compares. Call while no vCPU runs.</summary>
    public void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(Address.Value);
        state.WriteUInt64(_line.Gsi);
        state.WriteUInt32(_told.seq_count);
        state.WriteUInt64(_told.disruption_marker);
        state.WriteUInt64(_told.vm_generation_counter);
        state.End();
    }

    /// <summary>Restores the saved page; call <see cref="Disrupt"/> afterwards. Call while no vCPU runs.</summary>
    /// <exception cref="StateFailure">
    /// The section is not a clock's, or the guest expects the page or the interrupt elsewhere; nothing has changed.
    /// </exception>
    public void Load(ref StateReader state)
    {
        vmclock_abi told = _told;
        state.Begin(Section, StateVersion);
        state.ReadSame("address", Address.Value);
        state.ReadSame("gsi", _line.Gsi);
        told.seq_count = state.ReadUInt32("sequence");
        if ((told.seq_count & 1) != 0)
        {
            throw state.Refuse("sequence", $"it is {told.seq_count}, odd as during a change");
        }
        told.disruption_marker = state.ReadUInt64("disruption marker");
        told.vm_generation_counter = state.ReadUInt64("generation counter");
        state.End();
        _told = told;
        // Cannot fail: the constructor has written to the same address.
        _ = _memory.TryWrite(Address, _told);
    }

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => to.AddClock(Address, _line.Gsi);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
