namespace Kiln.Vmm.Mmds.Http;

/// <summary>The encodings that a guest takes. Answers are not encoded, so one that does not take that is refused.</summary>
internal static class AcceptEncoding
{
    private static ReadOnlySpan<byte> White => " \t\n\v\f\r"u8;

    /// <returns>False when the request is refused.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> value, out MessageText fault)
    {
        fault = default;
        if (value.IsEmpty)
        {
            fault = MessageText.Of("Invalid request."u8);
            return false;
        }
        foreach (Range range in value.Split((byte)','))
        {
            ReadOnlySpan<byte> encoding = value[range].Trim(White);
            if (encoding.SequenceEqual("identity;q=0"u8) || (encoding.SequenceEqual("*;q=0"u8) && value.IndexOf("identity"u8) < 0))
            {
                fault = MessageText.InvalidValue("Accept-Encoding"u8, value[range]);
                return false;
            }
        }
        return true;
    }
}
