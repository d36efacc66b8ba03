using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>
/// A number that is never the same for two machines that go on from one snapshot (Virtual Machine Generation ID): a guest that sees it change
/// draws its random numbers anew.
/// </summary>
internal sealed class VmGenerationId
{
    /// <summary>Its length in bytes.</summary>
    internal const int Length = 16;

    /// <summary>What its address is a multiple of.</summary>
    internal const ulong Alignment = 8;

    private const string Section = "generation id";
    private const ushort StateVersion = 1;

    private readonly GuestMemory _memory;
    private readonly IInterruptLine _line;

    /// <summary>Makes the first one.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">Where the number is.</param>
    /// <param name="gsi">The interrupt that the guest is told of.</param>
    /// <param name="line">Raises it.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal VmGenerationId(GuestMemory memory, GuestAddress address, uint gsi, IInterruptLine line)
    {
        _memory = memory;
        _line = line;
        Address = address;
        Gsi = gsi;
        Renew();
    }

    /// <summary>Where the number is.</summary>
    internal GuestAddress Address { get; }

    /// <summary>The interrupt that tells the guest to look.</summary>
    internal uint Gsi { get; }

    /// <summary>Makes a new one. Nobody is told yet.</summary>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal void Renew()
    {
        Span<byte> number = stackalloc byte[Length];
        RandomBytes.Fill(number);
        if (!_memory.TryWrite(Address, number))
        {
            throw new VmmFailure("guest memory is too small for its generation id; give it 1 MiB or more");
        }
    }

    /// <summary>Tells the guest to look.</summary>
    internal void Notify() => _line.Raise();

    /// <summary>Saves where the guest was told to look; the number itself must never come back.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(Address.Value);
        state.WriteUInt64(Gsi);
        state.End();
    }

    /// <summary>Makes a new number where the guest looks. Nobody is told yet.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">The guest looks elsewhere; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        state.ReadSame("address", Address.Value);
        state.ReadSame("gsi", Gsi);
        state.End();
        Renew();
    }
}
