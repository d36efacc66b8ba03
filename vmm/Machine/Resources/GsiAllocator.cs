using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>
/// Allocates global system interrupts, the pins of the IOAPIC. Legacy PC devices have fixed ones below <see cref="First"/>; all others get the
/// lowest free one: the virtio devices in the order in which they are attached, then the generation ID and the clock.
/// </summary>
internal sealed class GsiAllocator
{
    /// <summary>The first that does not belong to the timer, the keyboard or a serial port.</summary>
    internal const uint First = 5;

    /// <summary>The last pin of the IOAPIC.</summary>
    internal const uint Last = 23;

    private readonly NumberPool _pool = new("gsi", (int)Last + 1);

    /// <summary>Allocates the lowest free interrupt.</summary>
    /// <returns>An unused interrupt, at least <see cref="First"/>.</returns>
    /// <exception cref="VmmFailure">All are in use: the machine has more than 17 virtio devices.</exception>
    internal uint Take() => _pool.TakeLowest((int)First) is { } gsi
        ? (uint)gsi
        : throw new VmmFailure("Could not allocate GSI: The requested resource is not available.");

    /// <summary>Allocates a specific interrupt of a legacy device.</summary>
    /// <exception cref="InvalidOperationException">It is in use, or is not a fixed interrupt.</exception>
    internal uint TakeFixed(uint gsi) => gsi < First && _pool.TryTake((int)gsi)
        ? gsi
        : throw new InvalidOperationException($"interrupt {gsi} is in use or not a fixed one");

    /// <param name="gsi">An allocated interrupt.</param>
    internal void Release(uint gsi) => _pool.Release((int)gsi);

    /// <inheritdoc cref="NumberPool.Save"/>
    internal void Save(ref StateWriter state) => _pool.Save(ref state);

    /// <inheritdoc cref="NumberPool.Load"/>
    internal void Load(ref StateReader state) => _pool.Load(ref state);
}
