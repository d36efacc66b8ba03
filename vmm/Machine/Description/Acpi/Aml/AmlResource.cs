namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>What a device takes of the machine: ports, addresses, interrupts (ACPI 6.5, 6.4).</summary>
internal static class AmlResource
{
    // Tags of descriptors; the length of what follows is in the low bits of the small ones, and behind the large ones.
    private const byte PortsTag = 0x47;
    private const byte EndTag = 0x79;
    private const byte FixedMemoryTag = 0x86;
    private const byte AddressSpaceTag = 0x87;
    private const byte InterruptTag = 0x89;

    private const byte Decodes16Bits = 1;
    private const byte Writable = 1;

    // The device consumes the interrupt; it is edge-triggered, active high, and nobody else's.
    private const byte ConsumedEdge = 0b0011;

    // Of an address space: memory, whose both ends are fixed and which the device consumes itself; cacheable, and not writable.
    private const byte MemoryKind = 0;
    private const byte ConsumedFixed = 0b1101;
    private const byte CacheableReadOnly = 0b0010;

    /// <summary>All that a device takes, as the value of _CRS.</summary>
    /// <param name="resources">What it takes.</param>
    internal static AmlTerm Template(params ReadOnlySpan<AmlTerm> resources) =>
        // A checksum of zero is none.
        AmlData.Buffer([.. AmlTerm.Join(resources), EndTag, 0]);

    /// <summary>A range of ports (6.4.2.5).</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many.</param>
    internal static AmlTerm Ports(ushort first, byte count)
    {
        const byte Alignment = 1;
        byte[] place = BitConverter.GetBytes(first);
        return AmlTerm.Of([PortsTag, Decodes16Bits, .. place, .. place, Alignment, count]);
    }

    /// <summary>A range of addresses that can be read and written (6.4.3.4).</summary>
    /// <param name="address">The first one.</param>
    /// <param name="length">Bytes.</param>
    internal static AmlTerm Registers(uint address, uint length) =>
        Large(FixedMemoryTag, [Writable, .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length)]);

    /// <summary>Memory that can be read and cached, below 4 GiB (6.4.3.5.2).</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">Bytes, at least one.</param>
    internal static AmlTerm ReadOnlyMemory(uint address, uint length)
    {
        const uint Granularity = 0;
        const uint Translation = 0;
        return Large(
            AddressSpaceTag,
            [
                MemoryKind, ConsumedFixed, CacheableReadOnly,
                .. BitConverter.GetBytes(Granularity), .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(checked(address + (length - 1))),
                .. BitConverter.GetBytes(Translation), .. BitConverter.GetBytes(length),
            ]);
    }

    /// <summary>An edge-triggered interrupt (6.4.3.6).</summary>
    /// <param name="gsi">The global system interrupt.</param>
    internal static AmlTerm Interrupt(uint gsi)
    {
        const byte Count = 1;
        return Large(InterruptTag, [ConsumedEdge, Count, .. BitConverter.GetBytes(gsi)]);
    }

    private static AmlTerm Large(byte tag, ReadOnlySpan<byte> content) =>
        AmlTerm.Of([tag, .. BitConverter.GetBytes((ushort)content.Length), .. content]);
}
