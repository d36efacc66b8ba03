using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>
/// Gives out the interrupts of devices, ascending: first those of the virtio devices in the order in which they are attached, then that of the
/// generation id and that of the clock.
/// </summary>
internal sealed class GsiAllocator
{
    /// <summary>The first: those below are the timer's, the keyboard's and the serial ports'.</summary>
    internal const uint First = 5;

    /// <summary>The last line of the I/O interrupt controller.</summary>
    internal const uint Last = 23;

    private uint _next = First;

    /// <summary>Takes the next one.</summary>
    /// <returns>A global system interrupt that nobody else has.</returns>
    /// <exception cref="VmmFailure">All are taken: the machine has more than 17 virtio devices.</exception>
    internal uint Take() => _next <= Last ? _next++ : throw new VmmFailure("Could not allocate GSI: The requested resource is not available.");
}
