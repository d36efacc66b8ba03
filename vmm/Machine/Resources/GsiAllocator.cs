using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;

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

    private const string Section = "gsi";
    private const ushort Version = 1;

    private uint _next = First;

    /// <summary>Takes the next one.</summary>
    /// <returns>A global system interrupt that nobody else has.</returns>
    /// <exception cref="VmmFailure">All are taken: the machine has more than 17 virtio devices.</exception>
    internal uint Take() => _next <= Last ? _next++ : throw new VmmFailure("Could not allocate GSI: The requested resource is not available.");

    /// <summary>Saves which are taken.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteUInt32(_next);
        state.End();
    }

    /// <summary>Has the same taken as another had.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">There are no such; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        uint next = state.ReadUInt32("next");
        if (next is < First or > Last + 1)
        {
            throw state.Refuse("next", $"it is {next}, and {First} to {Last + 1} are possible");
        }
        state.End();
        _next = next;
    }
}
