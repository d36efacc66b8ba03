namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>Resource descriptors of a device: ports, addresses, interrupts (ACPI 6.5, 6.4).</summary>
internal static class AmlResource
{
    // Descriptor tags. A small descriptor has its length in the tag's low bits, a large one in the two bytes after it.
    private const byte PortsTag = 0x47;
    private const byte EndTag = 0x79;
    private const byte FixedMemoryTag = 0x86;
    private const byte AddressSpaceTag = 0x87;
    private const byte InterruptTag = 0x89;

    private const byte Decodes16Bits = 1;
    private const byte Writable = 1;

    // The device consumes the interrupt, which is edge-triggered, active high and exclusive.
    private const byte ConsumedEdge = 0b0011;

    // Address space flags: memory with fixed bounds that the device consumes; cacheable and read-only.
    private const byte MemoryKind = 0;
    private const byte ConsumedFixed = 0b1101;
    private const byte CacheableReadOnly = 0b0010;

    /// <summary>The resources of a device, as the value of _CRS.</summary>
    internal static AmlTerm Template(params ReadOnlySpan<AmlTerm> resources) =>
        // A checksum of 0 means that there is none.
        AmlData.Buffer([.. AmlTerm.Join(resources), EndTag, 0]);

    /// <summary>An I/O port range (6.4.2.5).</summary>
    internal static AmlTerm Ports(ushort first, byte count)
    {
        const byte Alignment = 1;
        byte[] place = BitConverter.GetBytes(first);
        return AmlTerm.Of([PortsTag, Decodes16Bits, .. place, .. place, Alignment, count]);
    }

    /// <summary>A read-write memory range (6.4.3.4).</summary>
    internal static AmlTerm Registers(uint address, uint length) =>
        Large(FixedMemoryTag, [Writable, .. BitConverter.GetBytes(address), .. BitConverter.GetBytes(length)]);

    /// <summary>A read-only, cacheable memory range below 4 GiB (6.4.3.5.2).</summary>
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
    internal static AmlTerm Interrupt(uint gsi)
    {
        const byte Count = 1;
        return Large(InterruptTag, [ConsumedEdge, Count, .. BitConverter.GetBytes(gsi)]);
    }

    private static AmlTerm Large(byte tag, ReadOnlySpan<byte> content) =>
        AmlTerm.Of([tag, .. BitConverter.GetBytes((ushort)content.Length), .. content]);
}
