namespace Kiln.Vmm.Foundation.Text;

/// <summary>Writes text to a fixed buffer without allocating. An item that does not fit is dropped whole, along with everything after it.</summary>
internal ref struct Utf8Writer(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    internal int Length { get; private set; }

    /// <summary>Whether an item did not fit.</summary>
    internal bool IsFull { get; private set; }

    internal readonly ReadOnlySpan<byte> Written => _buffer[..Length];

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
    internal void Append(byte character) => Append(new ReadOnlySpan<byte>(in character));

    /// <summary>Appends a name that Kiln defines.</summary>
    /// <param name="name">ASCII.</param>
    internal void AppendName(scoped ReadOnlySpan<char> name)
    {
        foreach (char character in name)
        {
            Append((byte)character);
        }
    }

    /// <summary>Appends a number in decimal.</summary>
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

    /// <summary>Appends a number with a fixed number of digits.</summary>
    /// <param name="width">Number of digits, padded with zeros; at most 20.</param>
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
