namespace Kiln.Vmm.Confinement;

/// <summary>
/// Builds a line of text in a signal handler: in a fixed buffer on its stack, without allocating or using the runtime's formatting. Excess text is
/// dropped.
/// </summary>
/// <param name="buffer">Receives the line.</param>
internal ref struct ReportLine(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>Prefix of lines on standard error; log lines do not have it.</summary>
    internal static ReadOnlySpan<byte> Program => "vmm: "u8;

    internal readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <param name="text">ASCII.</param>
    internal void Append(scoped ReadOnlySpan<byte> text)
    {
        for (int index = 0; index < text.Length && _length < _buffer.Length; index++)
        {
            _buffer[_length++] = text[index];
        }
    }

    /// <param name="character">ASCII.</param>
    internal void Append(byte character) => Append(new ReadOnlySpan<byte>(in character));

    /// <summary>Appends text, escaped for a JSON string.</summary>
    /// <param name="text">Printable ASCII.</param>
    internal void AppendQuoted(scoped ReadOnlySpan<byte> text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            Append(text[index] is (byte)'"' or (byte)'\\' ? "\\"u8 : default);
            Append(text[index]);
        }
    }

    /// <summary>Appends the program's name and the thread's name and number, with which every report begins.</summary>
    /// <param name="context">The interrupted thread's registers.</param>
    internal void AppendThread(in TrapContext context)
    {
        ReadOnlySpan<byte> name = ThreadTable.NameOf(context.Rsp, out int threadId);
        Append(Program);
        Append("thread \""u8);
        Append(name.IsEmpty ? "?"u8 : name);
        Append("\" ("u8);
        AppendDecimal(threadId);
        Append(")"u8);
    }

    /// <summary>Appends a number in decimal.</summary>
    internal void AppendDecimal(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        int first = digits.Length;
        uint rest = value < 0 ? (uint)-(long)value : (uint)value;
        do
        {
            digits[--first] = (byte)('0' + (rest % 10));
            rest /= 10;
        }
        while (rest != 0);
        if (value < 0)
        {
            digits[--first] = (byte)'-';
        }
        Append(digits[first..]);
    }

    /// <summary>Appends a number with a fixed number of digits.</summary>
    /// <param name="value">The number; not negative.</param>
    /// <param name="width">Number of digits, padded with zeros; at most 11.</param>
    internal void AppendDigits(long value, int width)
    {
        Span<byte> digits = stackalloc byte[11];
        for (int index = width - 1; index >= 0; index--)
        {
            digits[index] = (byte)('0' + (value % 10));
            value /= 10;
        }
        Append(digits[..width]);
    }

    /// <summary>Appends a number in hexadecimal, without leading zeros.</summary>
    internal void AppendHexadecimal(ulong value)
    {
        Span<byte> digits = stackalloc byte[16];
        int first = digits.Length;
        do
        {
            digits[--first] = "0123456789abcdef"u8[(int)(value & 0xF)];
            value >>= 4;
        }
        while (value != 0);
        Append("0x"u8);
        Append(digits[first..]);
    }

    /// <summary>Ends the line and then the process: see <see cref="LastWords"/>.</summary>
    /// <param name="ending">How the process ends; the line includes the status.</param>
    /// <param name="context">The interrupted thread's registers.</param>
    internal unsafe void Conclude(in Ending ending, in TrapContext context)
    {
        Append("; the process ends with status "u8);
        AppendDecimal((int)ending.Status);
        _length = Math.Min(_length, _buffer.Length - 1);
        _buffer[_length++] = (byte)'\n';
        fixed (byte* text = _buffer)
        {
            LastWords.Say(text, _length, ending, context.Rsp);
        }
    }
}
