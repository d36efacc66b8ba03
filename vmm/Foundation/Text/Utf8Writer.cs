namespace Kiln.Vmm.Foundation.Text;

/// <summary>
/// Text that grows in a buffer of fixed length, without an allocation. What does not fit is left out whole, and so is everything behind it.
/// </summary>
/// <param name="buffer">Where it grows.</param>
internal ref struct Utf8Writer(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes that were written.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether something did not fit.</summary>
    internal bool IsFull { get; private set; }

    /// <summary>What was written.</summary>
    internal readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Appends bytes.</summary>
    /// <param name="bytes">UTF-8.</param>
    internal void Append(scoped ReadOnlySpan<byte> bytes)
    {
        IsFull |= bytes.Length > _buffer.Length - Length;
        if (!IsFull)
        {
            bytes.CopyTo(_buffer[Length..]);
            Length += bytes.Length;
        }
    }

    /// <summary>Appends one ASCII character.</summary>
    /// <param name="character">The character.</param>
    internal void Append(byte character) => Append(new ReadOnlySpan<byte>(in character));

    /// <summary>Appends a name of Kiln's own.</summary>
    /// <param name="name">ASCII.</param>
    internal void AppendName(scoped ReadOnlySpan<char> name)
    {
        foreach (char character in name)
        {
            Append((byte)character);
        }
    }

    /// <summary>Appends a number in decimal.</summary>
    /// <param name="value">The number.</param>
    internal void AppendNumber(long value)
    {
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        int width = 1;
        for (ulong rest = magnitude; rest >= 10; rest /= 10)
        {
            width++;
        }
        Append(value < 0 ? "-"u8 : default);
        AppendDigits(magnitude, width);
    }

    /// <summary>Appends a number in as many digits as it shall have.</summary>
    /// <param name="value">The number.</param>
    /// <param name="width">How many digits, with leading zeros; no number has more than 20.</param>
    internal void AppendDigits(ulong value, int width)
    {
        Span<byte> digits = stackalloc byte[20];
        for (int index = width - 1; index >= 0; index--)
        {
            digits[index] = (byte)('0' + (value % 10));
            value /= 10;
        }
        Append(digits[..width]);
    }
}
