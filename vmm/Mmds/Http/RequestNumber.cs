namespace Kiln.Vmm.Mmds.Http;

/// <summary>A number of 32 bits in a header, in the form that Firecracker's parser takes: digits, perhaps after a plus sign.</summary>
internal static class RequestNumber
{
    /// <param name="digits">The digits without leading zeros.</param>
    internal static bool TryRead(ReadOnlySpan<byte> text, out uint value, out ReadOnlySpan<byte> digits)
    {
        ReadOnlySpan<byte> sent = text.StartsWith("+"u8) ? text[1..] : text;
        digits = sent.TrimStart((byte)'0');
        digits = digits.IsEmpty && !sent.IsEmpty ? sent[^1..] : digits;
        ulong number = 0;
        bool right = !sent.IsEmpty;
        foreach (byte digit in digits)
        {
            right &= digit is >= (byte)'0' and <= (byte)'9' && number <= uint.MaxValue;
            number = (number * 10) + (uint)(digit - '0');
        }
        value = (uint)number;
        return right && number <= uint.MaxValue;
    }
}
