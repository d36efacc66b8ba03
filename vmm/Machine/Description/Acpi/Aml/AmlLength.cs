namespace Kiln.Vmm.Machine.Description.Acpi.Aml;

/// <summary>PkgLength, by which an interpreter skips a term: one to four bytes (ACPI 6.5, 20.2.4).</summary>
internal static class AmlLength
{
    // A single byte has six bits for the length.
    private const int MaximumOfOne = (1 << 6) - 1;

    // A multi-byte encoding has four bits in the first byte and eight in each of up to three more.
    private const int BitsOfFirst = 4;
    private const int MostFollowing = 3;

    /// <summary>Encodes a length in as few bytes as possible.</summary>
    /// <param name="content">Bytes after the encoded length; the encoded value includes its own bytes.</param>
    /// <exception cref="ArgumentException">The length does not fit in 28 bits.</exception>
    internal static byte[] Of(int content)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(content);
        if (content + 1L <= MaximumOfOne)
        {
            return [(byte)(content + 1)];
        }
        for (int following = 1; following <= MostFollowing; following++)
        {
            long whole = content + 1L + following;
            if (whole < 1L << (BitsOfFirst + (8 * following)))
            {
                return Encode((uint)whole, following);
            }
        }
        throw new ArgumentException($"a term of {content} bytes is too long for AML", nameof(content));
    }

    private static byte[] Encode(uint whole, int following)
    {
        byte[] bytes = new byte[1 + following];
        bytes[0] = (byte)((following << 6) | (int)(whole & ((1 << BitsOfFirst) - 1)));
        for (int index = 1; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(whole >> (BitsOfFirst + (8 * (index - 1))));
        }
        return bytes;
    }
}
