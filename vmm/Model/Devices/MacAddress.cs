using System.Globalization;

namespace Kiln.Vmm.Model.Devices;

/// <summary>The address of a network interface.</summary>
/// <param name="Bits">Its six bytes, the first one highest.</param>
internal readonly record struct MacAddress(ulong Bits)
{
    private const int Bytes = 6;

    // Two digits and a colon for each byte but the last, which has no colon.
    private const int TextLength = (Bytes * 3) - 1;

    /// <summary>Reads an address.</summary>
    /// <param name="text">For example <c>06:00:AC:10:00:02</c>.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is one.</returns>
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

    /// <summary>As clients read it back: in small letters.</summary>
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
