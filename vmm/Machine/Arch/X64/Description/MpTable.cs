using System.Runtime.InteropServices;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Description;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>
/// Writes the MP table, by which a kernel without ACPI finds processors and interrupts (Intel MultiProcessor Specification 1.4, chapter 4): the
/// floating pointer structure at the start of system memory, followed by the table.
/// </summary>
internal static unsafe class MpTable
{
    private const byte ProcessorKind = 0;
    private const byte BusKind = 1;
    private const byte IoapicKind = 2;
    private const byte InterruptKind = 3;
    private const byte LocalInterruptKind = 4;

    private const byte Revision = 4;
    private const byte ApicVersion = 0x14;
    private const byte Enabled = 1;
    private const byte BootProcessor = 2;

    // Family 6, and the two features that every kernel requires: a floating point unit and a local APIC.
    private const uint Signature = 0x600;
    private const uint Features = 0x201;

    // The pins of the IOAPIC.
    private const int Lines = 24;

    private const byte NonMaskable = 1;
    private const byte External = 3;
    private const byte EveryApic = 0xFF;

    /// <summary>Writes the floating pointer structure and the table.</summary>
    /// <param name="place">The memory reserved for tables; its start, where kernels search for the pointer, must still be free.</param>
    /// <param name="processors">Number of processors, 1 to 32; APIC IDs start at 0.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal static void Write(GuestMemory memory, SystemMemory place, int processors)
    {
        byte[] table = Table(processors);
        GuestAddress address = place.TakeFirst(sizeof(mpf_intel) + table.Length);
        mpf_intel pointer = PointerTo((uint)address.Value + (uint)sizeof(mpf_intel));
        if (!memory.TryWrite(address, [.. StructBytes.Of(pointer), .. table]))
        {
            throw new VmmFailure("guest memory is too small for the MP table; give it 1 MiB or more");
        }
    }

    private static mpf_intel PointerTo(uint table)
    {
        const int Unit = 16;
        mpf_intel pointer = new() { physptr = table, length = (byte)(sizeof(mpf_intel) / Unit), specification = Revision };
        "_MP_"u8.CopyTo(new Span<byte>(pointer.signature, 4));
        pointer.checksum = TableChecksum.Of(StructBytes.Of(pointer));
        return pointer;
    }

    private static byte[] Table(int processors)
    {
        byte ioapic = (byte)(processors + 1);
        List<byte> entries = [];
        for (byte index = 0; index < processors; index++)
        {
            Add(entries, Processor(index));
        }
        Add(entries, Bus());
        Add(entries, new mpc_ioapic { type = IoapicKind, apicid = ioapic, apicver = ApicVersion, flags = Enabled, apicaddr = BootLayout.Ioapic });
        for (byte line = 0; line < Lines; line++)
        {
            Add(entries, new mpc_intsrc { type = InterruptKind, srcbusirq = line, dstapic = ioapic, dstirq = line });
        }
        Add(entries, new mpc_lintsrc { type = LocalInterruptKind, irqtype = External });
        Add(entries, new mpc_lintsrc { type = LocalInterruptKind, irqtype = NonMaskable, destapic = EveryApic, destapiclint = 1 });
        mpc_table header = new()
        {
            length = (ushort)(sizeof(mpc_table) + entries.Count),
            spec = Revision,
            oemcount = (ushort)(processors + 2 + Lines + 2),
            lapic = BootLayout.LocalApic,
        };
        "PCMP"u8.CopyTo(new Span<byte>(header.signature, 4));
        "FC      "u8.CopyTo(new Span<byte>(header.oem, 8));
        "000000000000"u8.CopyTo(new Span<byte>(header.productid, 12));
        byte[] table = [.. StructBytes.Of(header), .. entries];
        MemoryMarshal.AsRef<mpc_table>(table.AsSpan()).checksum = TableChecksum.Of(table);
        return table;
    }

    private static mpc_cpu Processor(byte index) => new()
    {
        type = ProcessorKind,
        apicid = index,
        apicver = ApicVersion,
        cpuflag = index == 0 ? (byte)(Enabled | BootProcessor) : Enabled,
        cpufeature = Signature,
        featureflag = Features,
    };

    private static mpc_bus Bus()
    {
        mpc_bus bus = new() { type = BusKind };
        "ISA   "u8.CopyTo(new Span<byte>(bus.bustype, 6));
        return bus;
    }

    private static void Add<T>(List<byte> entries, in T entry)
        where T : unmanaged => entries.AddRange(StructBytes.Of(entry));
}
