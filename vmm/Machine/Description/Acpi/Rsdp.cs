using System.Buffers.Binary;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>What a kernel finds the tables by: the RSDP (ACPI 6.5, 5.2.5.3).</summary>
internal static class Rsdp
{
    private const int Length = 36;

    // What there was of it in ACPI 1.0, which has a checksum of its own.
    private const int OldLength = 20;

    private const int ChecksumOffset = 8;
    private const int OemOffset = 9;
    private const int RevisionOffset = 15;
    private const int LengthOffset = 20;
    private const int TableOffset = 24;
    private const int LongChecksumOffset = 32;
    private const byte Revision = 2;

    /// <summary>Makes the pointer.</summary>
    /// <param name="table">Where the list of tables is.</param>
    internal static byte[] Of(GuestAddress table)
    {
        byte[] pointer = new byte[Length];
        "RSD PTR "u8.CopyTo(pointer);
        AcpiTable.OemId.CopyTo(pointer.AsSpan(OemOffset));
        pointer[RevisionOffset] = Revision;
        BinaryPrimitives.WriteUInt32LittleEndian(pointer.AsSpan(LengthOffset), Length);
        BinaryPrimitives.WriteUInt64LittleEndian(pointer.AsSpan(TableOffset), table.Value);
        pointer[ChecksumOffset] = TableChecksum.Of(pointer.AsSpan(0, OldLength));
        pointer[LongChecksumOffset] = TableChecksum.Of(pointer);
        return pointer;
    }
}
