using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>
/// The Virtual Machine Generation ID: no two machines restored from the same snapshot have the same one. A guest that sees it change reseeds its
/// random number generator.
/// </summary>
internal sealed class VmGenerationId : IMachineDevice
{
    /// <summary>The length of the generation ID in bytes.</summary>
    internal const int Length = 16;

    /// <summary>The alignment of its address in bytes.</summary>
    internal const ulong Alignment = 8;

    private const string Section = "generation id";
    private const ushort StateVersion = 1;

    private readonly GuestMemory _memory;
    private readonly IGsiLine _line;

    /// <summary>Writes the first generation ID to guest memory.</summary>
    /// <param name="line">The interrupt that tells the guest of a change; disposed with this object.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal VmGenerationId(GuestMemory memory, GuestAddress address, IGsiLine line)
    {
        _memory = memory;
        _line = line;
        Address = address;
        Renew();
    }

    /// <inheritdoc/>
    public DeviceName Name { get; } = new(Section);

    /// <summary>The guest-physical address of the generation ID.</summary>
    internal GuestAddress Address { get; }

    /// <summary>Writes a new generation ID. Does not interrupt the guest.</summary>
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

    /// <summary>Interrupts the guest, so that it reads the generation ID again.</summary>
    internal void Notify() => _line.Raise();

    /// <summary>Saves the address and the interrupt, but not the generation ID itself, which must never recur.</summary>
    public void Save(ref StateWriter state)
    {
        state.Begin(Section, StateVersion);
        state.WriteUInt64(Address.Value);
        state.WriteUInt64(_line.Gsi);
        state.End();
    }

    /// <summary>Checks the saved address and interrupt, and writes a new generation ID. Does not interrupt the guest.</summary>
    /// <exception cref="StateFailure">The guest expects the generation ID or the interrupt elsewhere; nothing has changed.</exception>
    public void Load(ref StateReader state)
    {
        state.Begin(Section, StateVersion);
        state.ReadSame("address", Address.Value);
        state.ReadSame("gsi", _line.Gsi);
        state.End();
        Renew();
    }

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => to.AddGenerationId(Address, _line.Gsi);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
