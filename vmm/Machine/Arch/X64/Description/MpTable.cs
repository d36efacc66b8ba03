using System.Buffers.Binary;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Description;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>
/// Writes the table by which a kernel without ACPI finds processors and interrupt lines (Intel MultiProcessor Specification 1.4, chapter 4):
/// a floating pointer at the start of system memory, and the table behind it.
/// </summary>
internal static class MpTable
{
    // Lengths of the specification's tables 4-1 to 4-12.
    private const int PointerLength = 16;
    private const int HeaderLength = 44;
    private const int ProcessorLength = 20;
    private const int EntryLength = 8;

    private const byte ProcessorKind = 0;
    private const byte BusKind = 1;
    private const byte IoapicKind = 2;
    private const byte InterruptKind = 3;
    private const byte LocalInterruptKind = 4;

    private const byte Revision = 4;
    private const byte ApicVersion = 0x14;
    private const byte Enabled = 1;
    private const byte BootProcessor = 2;

    // Family 6, and the two features that every kernel asks for: a floating point unit and a local APIC.
    private const uint Signature = 0x600;
    private const uint Features = 0x201;

    // Every line of the I/O interrupt controller.
    private const int Lines = 24;

    private const byte NonMaskable = 1;
    private const byte External = 3;
    private const byte EveryApic = 0xFF;

    /// <summary>Writes pointer and table.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="place">What is reserved for tables; nothing is taken of its start yet, where kernels look for the pointer.</param>
    /// <param name="processors">How many processors, 1 to 32; their APIC ids count from zero.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(GuestMemory memory, SystemMemory place, int processors)
    {
        int length = HeaderLength + (processors * ProcessorLength) + ((2 + Lines + 2) * EntryLength);
        byte[] bytes = new byte[PointerLength + length];
        GuestAddress address = place.TakeFirst(bytes.Length);
        WritePointer(bytes.AsSpan(0, PointerLength), (uint)address.Value + PointerLength);
        WriteTable(bytes.AsSpan(PointerLength), processors);
        if (!memory.TryWrite(address, bytes))
        {
            throw new VmmFailure("guest memory is too small for the table of processors; give it 1 MiB or more");
        }
    }

    private static void WritePointer(Span<byte> pointer, uint table)
    {
        "_MP_"u8.CopyTo(pointer);
        BinaryPrimitives.WriteUInt32LittleEndian(pointer[4..], table);
        // In units of 16 bytes.
        pointer[8] = PointerLength / 16;
        pointer[9] = Revision;
        pointer[10] = TableChecksum.Of(pointer);
    }

    private static void WriteTable(Span<byte> table, int processors)
    {
        "PCMP"u8.CopyTo(table);
        BinaryPrimitives.WriteUInt16LittleEndian(table[4..], (ushort)table.Length);
        table[6] = Revision;
        "FC      000000000000"u8.CopyTo(table[8..]);
        BinaryPrimitives.WriteUInt16LittleEndian(table[34..], (ushort)(processors + 2 + Lines + 2));
        BinaryPrimitives.WriteUInt32LittleEndian(table[36..], BootLayout.LocalApic);
        Span<byte> rest = table[HeaderLength..];
        for (int index = 0; index < processors; index++)
        {
            WriteProcessor(rest, (byte)index);
            rest = rest[ProcessorLength..];
        }
        byte inputOutputApic = (byte)(processors + 1);
        rest = Add(rest, [BusKind, 0, .. "ISA   "u8]);
        rest = Add(rest, [IoapicKind, inputOutputApic, ApicVersion, Enabled, .. BitConverter.GetBytes(BootLayout.Ioapic)]);
        for (byte line = 0; line < Lines; line++)
        {
            rest = Add(rest, [InterruptKind, 0, 0, 0, 0, line, inputOutputApic, line]);
        }
        rest = Add(rest, [LocalInterruptKind, External, 0, 0, 0, 0, 0, 0]);
        Add(rest, [LocalInterruptKind, NonMaskable, 0, 0, 0, 0, EveryApic, 1]);
        table[7] = TableChecksum.Of(table);
    }

    private static void WriteProcessor(Span<byte> entry, byte index)
    {
        entry[0] = ProcessorKind;
        entry[1] = index;
        entry[2] = ApicVersion;
        entry[3] = index == 0 ? (byte)(Enabled | BootProcessor) : Enabled;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Signature);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], Features);
    }

    private static Span<byte> Add(Span<byte> rest, scoped ReadOnlySpan<byte> entry)
    {
        entry.CopyTo(rest);
        return rest[EntryLength..];
    }
}
