using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>
/// A register that the guest writes to when it has booted, so that the boot time can be measured. Only the first write counts: a guest must not be
/// able to fill the log.
/// </summary>
/// <param name="clock">The current time in nanoseconds.</param>
internal sealed class BootTimer(Func<ulong> clock, IInterruptLine booted) : IBusDevice
{
    /// <summary>The length of its address range in bytes: a page, as for every MMIO device.</summary>
    internal const ulong Length = 0x1000;

    private const byte BootDone = 123;

    private const string Section = "boot timer";
    private const ushort Version = 1;

    private ulong _bootedAt;

    /// <summary>When the guest finished booting, or when a guest that had booted was restored; zero before that.</summary>
    internal ulong BootedAt => Volatile.Read(ref _bootedAt);

    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> data)
    {
    }

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        if (offset == 0 && data is [BootDone] && Interlocked.CompareExchange(ref _bootedAt, clock(), 0) == 0)
        {
            booted.Raise();
        }
    }

    /// <summary>Saves whether the guest has booted, but not when: the clock is this machine's. Call while no vCPU runs.</summary>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteBoolean(BootedAt != 0);
        state.End();
    }

    /// <summary>Restores the saved state. Does not raise the interrupt for a guest that had booted. Call while no vCPU runs.</summary>
    /// <exception cref="StateFailure">The section is not a boot timer's; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        bool hasBooted = state.ReadBoolean("booted");
        state.End();
        Volatile.Write(ref _bootedAt, hasBooted ? clock() : 0);
    }
}
