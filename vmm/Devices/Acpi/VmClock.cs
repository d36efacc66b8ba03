using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>
/// A page that tells a guest whether its clock may have jumped and its state may have been copied (the VMClock specification, version 1). It
/// tells no time. The guest's page is only ever written: what stands there the guest may have changed.
/// </summary>
internal sealed class VmClock
{
    /// <summary>The length of the page, and what its address is a multiple of.</summary>
    internal const int Length = 0x1000;

    private const string Section = "clock";
    private const ushort StateVersion = 1;

    private const uint Magic = 0x4B4C_4356;
    private const ushort Version = 1;

    // No counter is given, so there is no time either.
    private const byte NoCounter = 0xFF;
    private const byte UnknownStatus = 0;

    private const ulong GenerationCounterPresent = 1 << 8;
    private const ulong NotificationPresent = 1 << 9;

    private readonly GuestMemory _memory;
    private readonly IInterruptLine _line;
    private vmclock_abi _told = new()
    {
        magic = Magic,
        size = Length,
        version = Version,
        counter_id = NoCounter,
        clock_status = UnknownStatus,
        flags = GenerationCounterPresent | NotificationPresent,
    };

    /// <summary>Fills the page, which is zero.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">Where the page is.</param>
    /// <param name="gsi">The interrupt that the guest is told of.</param>
    /// <param name="line">Raises it.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal VmClock(GuestMemory memory, GuestAddress address, uint gsi, IInterruptLine line)
    {
        _memory = memory;
        _line = line;
        Address = address;
        Gsi = gsi;
        if (!memory.TryWrite(address, _told))
        {
            throw new VmmFailure("guest memory is too small for the page of its clock; give it 1 MiB or more");
        }
    }

    /// <summary>Where the page is.</summary>
    internal GuestAddress Address { get; }

    /// <summary>The interrupt that tells the guest to look.</summary>
    internal uint Gsi { get; }

    /// <summary>Says that the guest's clock has jumped and that it goes on from a snapshot. Nobody is told yet.</summary>
    internal void Disrupt()
    {
        if (!_memory.TryGetSpan(Address, Marshal.SizeOf<vmclock_abi>(), out Span<byte> span))
        {
            return;
        }
        ref vmclock_abi page = ref MemoryMarshal.AsRef<vmclock_abi>(span);
        // Odd, before anything else changes and until all has.
        _told.seq_count |= 1;
        Volatile.Write(ref page.seq_count, _told.seq_count);
        Interlocked.MemoryBarrier();
        page.disruption_marker = ++_told.disruption_marker;
        page.vm_generation_counter = ++_told.vm_generation_counter;
        Volatile.Write(ref page.seq_count, ++_told.seq_count);
    }

    /// <summary>Tells the guest to look.</summary>
    internal void Notify() => _line.Raise();

    /// <summary>Saves where the guest was told to look, and the numbers that it compares. No vCPU runs.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(Address.Value);
        state.WriteUInt64(Gsi);
        state.WriteUInt32(_told.seq_count);
        state.WriteUInt64(_told.disruption_marker);
        state.WriteUInt64(_told.vm_generation_counter);
        state.End();
    }

    /// <summary>Fills the page as another left it; <see cref="Disrupt"/> then says what has happened. No vCPU runs.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">It is no clock's, or the guest looks elsewhere; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        vmclock_abi told = _told;
        state.Begin(Section, StateVersion);
        state.ReadSame("address", Address.Value);
        state.ReadSame("gsi", Gsi);
        told.seq_count = state.ReadUInt32("sequence");
        if ((told.seq_count & 1) != 0)
        {
            throw state.Refuse("sequence", $"it is {told.seq_count}, odd as in the middle of a change");
        }
        told.disruption_marker = state.ReadUInt64("disruption marker");
        told.vm_generation_counter = state.ReadUInt64("generation counter");
        state.End();
        _told = told;
        // It was written there before, so it is memory.
        _ = _memory.TryWrite(Address, _told);
    }
}
