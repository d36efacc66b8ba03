using System.Threading;
using Kiln.Vmm.Devices.Contract;

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

    private ulong _bootedAt;

    /// <summary>When the guest had booted; zero while it has not.</summary>
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
}
