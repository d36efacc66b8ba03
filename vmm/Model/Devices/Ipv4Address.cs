using System.Globalization;

namespace Kiln.Vmm.Model.Devices;

/// <summary>An IPv4 address.</summary>
/// <param name="Bits">The four bytes, the first one most significant.</param>
internal readonly record struct Ipv4Address(uint Bits)
{
    // 169.254.0.0/16, whose first 256 and last 256 addresses are reserved (RFC 3927, 2.1).
    private const uint FirstLinkLocal = 0xA9FE_0100;
    private const uint LastLinkLocal = 0xA9FE_FEFF;

    private const int Bytes = 4;

    /// <summary>Whether the address is link-local: 169.254.1.0 to 169.254.254.255.</summary>
    internal bool IsLinkLocal => Bits is >= FirstLinkLocal and <= LastLinkLocal;

    /// <summary>Parses an address: four decimal numbers without signs, spaces or leading zeros.</summary>
    /// <param name="text">For example <c>169.254.169.254</c>.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        uint bits = 0;
        int count = 0;
        address = default;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> digits = text[range];
            if (++count > Bytes || digits is ['0', _, ..]
                || !byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
            {
                return false;
            }
            bits = (bits << 8) | value;
        }
        address = new Ipv4Address(bits);
        return count == Bytes;
    }

    /// <summary>Formats the address in dotted decimal.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Bits >> 24}.{(byte)(Bits >> 16)}.{(byte)(Bits >> 8)}.{(byte)Bits}");
}
