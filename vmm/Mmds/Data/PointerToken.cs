namespace Kiln.Vmm.Mmds.Data;

/// <summary>A token of a JSON pointer (RFC 6901): a name, in which <c>~1</c> stands for a slash and <c>~0</c> for a tilde; or an index.</summary>
internal static class PointerToken
{
    /// <summary>Compares the token with a name, byte by byte.</summary>
    /// <returns>Negative if the token is the lesser, zero if it is the name.</returns>
    internal static int Compare(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name)
    {
        int length = 0;
        for (int index = 0; index < token.Length; index++)
        {
            byte value = token[index];
            if (value == '~' && index + 1 < token.Length && token[index + 1] is (byte)'0' or (byte)'1')
            {
                index++;
                value = token[index] == '0' ? (byte)'~' : (byte)'/';
            }
            if (length == name.Length || value != name[length])
            {
                return length == name.Length ? 1 : value - name[length];
            }
            length++;
        }
        return length - name.Length;
    }

    /// <summary>Reads an index of a list: decimal digits without leading zeros.</summary>
    internal static bool TryIndex(ReadOnlySpan<byte> token, out int index)
    {
        index = 0;
        foreach (byte digit in token)
        {
            if (digit is < (byte)'0' or > (byte)'9' || index > (int.MaxValue - 9) / 10)
            {
                return false;
            }
            index = (index * 10) + (digit - '0');
        }
        return token.Length == 1 || token[0] != '0';
    }
}
