using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>
/// A byte that a guest writes when it has booted, so that somebody can tell how long that took. Only the first time counts: a guest has no
/// way to fill a log with it.
/// </summary>
/// <param name="clock">Tells the time in nanoseconds.</param>
/// <param name="booted">Raised once.</param>
internal sealed class BootTimer(Func<ulong> clock, IInterruptLine booted) : IBusDevice
{
    /// <summary>The addresses that it takes: a page, as every device in memory.</summary>
    internal const ulong Length = 0x1000;

    private const byte BootDone = 123;

    private const string Section = "boot timer";
    private const ushort Version = 1;

    private ulong _bootedAt;

    /// <summary>When the guest had booted, or was loaded with that behind it; zero while it has not.</summary>
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

    /// <summary>Saves whether the guest has booted; when that was is a time of another machine. No vCPU runs.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteBoolean(BootedAt != 0);
        state.End();
    }

    /// <summary>Goes on from where another was. Nobody is told that a guest has booted which had before. No vCPU runs.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">It is no boot timer's; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        bool hasBooted = state.ReadBoolean("booted");
        state.End();
        Volatile.Write(ref _bootedAt, hasBooted ? clock() : 0);
    }
}
