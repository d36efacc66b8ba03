using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>A line being composed in a buffer of <see cref="LogBuffers"/>, or a dummy for one that is not wanted. Does not allocate.</summary>
internal ref struct LogLine
{
    // The message starts here, so that the header, whose length is known last, fits before it.
    private const int MessageStart = LogHeader.MaximumLength + 1;

    // Room for the "..." of a truncated message and for the format's end.
    private const int EndRoom = 8;

    // Fits every number and date in every format that the monitor uses.
    private const int ValueRoom = 128;

    private readonly Logger _logger;
    private readonly LogSettings _settings;
    private readonly LogLevel _level;
    private readonly Module _module;
    private readonly long _suppressed;
    private readonly int _buffer;
    private Utf8Writer _message;

    /// <summary>Begins a line that is wanted.</summary>
    /// <param name="suppressed">The number of lines that were suppressed before it.</param>
    /// <param name="buffer">The number of its buffer, which <see cref="Finish"/> returns.</param>
    internal LogLine(Logger logger, LogSettings settings, LogLevel level, Module module, long suppressed, int buffer)
    {
        _logger = logger;
        _settings = settings;
        _level = level;
        _module = module;
        _suppressed = suppressed;
        _buffer = buffer;
        _message = new Utf8Writer(LogBuffers.Of(buffer)[MessageStart..^EndRoom]);
        IsWanted = true;
    }

    /// <summary>Whether it will be written.</summary>
    internal bool IsWanted { get; }

    internal void Append(scoped ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            _settings.Format.Append(ref _message, rune);
        }
    }

    /// <param name="value">A number or date, which is formatted without allocation, or any other value.</param>
    /// <param name="alignment">The minimum width; negative aligns to the left.</param>
    /// <param name="format">The format string for the value.</param>
    // Written like the runtime's own handlers: optimized code does not box the value, and without the attribute a test host optimizes too late.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Append<T>(T value, int alignment, string? format)
    {
        Span<char> text = stackalloc char[ValueRoom];
        if (value is ISpanFormattable && ((ISpanFormattable)value).TryFormat(text, out int length, format, CultureInfo.InvariantCulture))
        {
            AppendAligned(text[..length], alignment);
        }
        else
        {
            AppendAligned(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString(), alignment);
        }
    }

    /// <summary>Appends text quoted in Rust's debug format.</summary>
    internal void Append(scoped DebugText text)
    {
        Append("\"");
        ReadOnlySpan<byte> rest = text.Utf8;
        while (!rest.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
            rest = rest[length..];
            AppendQuoted(rune);
        }
        Append("\"");
    }

    /// <summary>Writes the line and returns its buffer.</summary>
    /// <param name="file">The source file of the log statement.</param>
    /// <param name="line">The line in that file.</param>
    internal void Finish(string file, int line)
    {
        if (_suppressed > 0)
        {
            TellSuppressed(file, line);
        }
        Span<byte> buffer = LogBuffers.Of(_buffer);
        Utf8Writer header = new(stackalloc byte[LogHeader.MaximumLength]);
        _settings.Format.Begin(ref header, _logger.Describe(_settings, _level, _module, file, line));
        int start = MessageStart - header.Length;
        header.Written.CopyTo(buffer[start..]);
        Utf8Writer end = new(buffer[(MessageStart + _message.Length)..]);
        end.Append(_message.IsFull ? "..."u8 : default);
        end.Append(_settings.Format.End);
        _logger.Write(buffer[..(MessageStart + _message.Length + end.Length)], start);
        LogBuffers.Return(_buffer);
    }

    private readonly void TellSuppressed(string file, int line)
    {
        if (_logger.TryBegin(LogLevel.Warning, _module, null, out LogLine other))
        {
            other.Append(_suppressed, 0, null);
            other.Append(" messages were suppressed due to rate limiting");
            other.Finish(file, line);
        }
    }

    private void AppendAligned(scoped ReadOnlySpan<char> text, int alignment)
    {
        for (int missing = alignment - text.Length; missing > 0; missing--)
        {
            Append(" ");
        }
        Append(text);
        for (int missing = -alignment - text.Length; missing > 0; missing--)
        {
            Append(" ");
        }
    }

    private void AppendQuoted(Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                Append("\\\"");
                break;
            case '\\':
                Append("\\\\");
                break;
            case '\n':
                Append("\\n");
                break;
            case '\r':
                Append("\\r");
                break;
            case '\t':
                Append("\\t");
                break;
            case '\0':
                Append("\\0");
                break;
            case var _ when Kiln.Linux.Errors.Excerpt.IsPlain(rune):
                _settings.Format.Append(ref _message, rune);
                break;
            default:
                Append("\\u{");
                Append(rune.Value, 0, "x");
                Append("}");
                break;
        }
    }
}
