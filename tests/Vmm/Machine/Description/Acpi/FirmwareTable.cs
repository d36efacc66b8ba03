using System.Buffers.Binary;
using System.Linq;
using System.Text;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi;

/// <summary>A table as a kernel reads it: found by the root pointer, by the specification and not by the writer.</summary>
internal sealed record FirmwareTable(ulong Address, byte[] Bytes)
{
    private const int HeaderLength = 36;
    private const ulong RootPointerAddress = 0xE_0000;

    internal string Signature => Text(0, 4);

    internal string Name => Text(16, 8);

    internal byte Revision => Bytes[8];

    internal ulong End => Address + (ulong)Bytes.Length;

    internal byte[] Content => Bytes[HeaderLength..];

    /// <summary>Whether all bytes add up to zero.</summary>
    internal bool IsSound => Sum(Bytes) == 0;

    /// <summary>The table with one bit changed.</summary>
    internal FirmwareTable Damaged(int offset)
    {
        byte[] bytes = [.. Bytes];
        bytes[offset] ^= 1;
        return this with { Bytes = bytes };
    }

    internal string Text(int offset, int length) => Encoding.ASCII.GetString(Bytes, offset, length);

    internal uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(offset));

    internal ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.AsSpan(offset));

    /// <summary>What the root pointer holds.</summary>
    internal static byte[] RootPointer(AcpiMachine machine) => machine.Read(RootPointerAddress, HeaderLength);

    /// <summary>The tables that the root pointer leads to, in the order of their addresses.</summary>
    internal static FirmwareTable[] All(AcpiMachine machine)
    {
        FirmwareTable root = At(machine, BinaryPrimitives.ReadUInt64LittleEndian(RootPointer(machine).AsSpan(24)));
        List<FirmwareTable> tables = [root];
        for (int offset = 0; offset < root.Content.Length; offset += sizeof(ulong))
        {
            tables.Add(At(machine, root.Long(HeaderLength + offset)));
        }
        tables.Add(At(machine, tables.Single(table => table.Signature == "FACP").Long(140)));
        return [.. tables.OrderBy(table => table.Address)];
    }

    internal static byte Sum(byte[] bytes) => (byte)bytes.Sum(value => value);

    private static FirmwareTable At(AcpiMachine machine, ulong address)
    {
        byte[] header = machine.Read(address, HeaderLength);
        return new FirmwareTable(address, machine.Read(address, (int)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))));
    }
}
