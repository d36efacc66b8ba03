using System.Buffers.Binary;
using System.Globalization;

namespace Kiln.Vmm.Model.Devices;

/// <summary>A MAC address.</summary>
/// <param name="Bits">The six bytes, the first one most significant.</param>
internal readonly record struct MacAddress(ulong Bits)
{
    /// <summary>The highest address.</summary>
    internal const ulong Last = (1UL << (Bytes * 8)) - 1;

    private const int Bytes = 6;

    // Two digits per byte, and colons between them.
    private const int TextLength = (Bytes * 3) - 1;

    /// <summary>Reads an address from a frame or a configuration space.</summary>
    /// <param name="bytes">Six bytes in the order of transmission.</param>
    internal static MacAddress Of(ReadOnlySpan<byte> bytes) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <param name="text">For example <c>06:00:AC:10:00:02</c>.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != TextLength)
        {
            return false;
        }
        ulong bits = 0;
        for (int place = 0; place < TextLength; place += 3)
        {
            if (!byte.TryParse(text.Slice(place, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
                || (place + 2 < TextLength && text[place + 2] != ':'))
            {
                return false;
            }
            bits = (bits << 8) | value;
        }
        address = new MacAddress(bits);
        return true;
    }

    /// <summary>Writes the address in the order of transmission.</summary>
    /// <param name="bytes">Room for six bytes.</param>
    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Bits >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)Bits);
    }

    /// <summary>Formats the address in lower case, as clients get it.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[TextLength];
        text.Fill(':');
        for (int index = 0; index < Bytes; index++)
        {
            byte value = (byte)(Bits >> ((Bytes - 1 - index) * 8));
            value.TryFormat(text.Slice(index * 3, 2), out _, "x2", CultureInfo.InvariantCulture);
        }
        return text.ToString();
    }
}
