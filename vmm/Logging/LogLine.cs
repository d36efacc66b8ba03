using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>A line that is being put together in a buffer of <see cref="LogBuffers"/>, or one that nobody wants. Allocates nothing.</summary>
internal ref struct LogLine
{
    // The message stands here, with room before it for the header: how long that is, is known last.
    private const int MessageStart = LogHeader.MaximumLength + 1;

    // A message that is cut ends with "..."; then comes the format's end.
    private const int EndRoom = 8;

    // Every number and date in every format that the monitor uses.
    private const int ValueRoom = 128;

    private readonly Logger _logger;
    private readonly LogSettings _settings;
    private readonly LogLevel _level;
    private readonly Module _module;
    private readonly long _suppressed;
    private readonly int _buffer;
    private Utf8Writer _message;

    /// <summary>Begins a line that is wanted.</summary>
    /// <param name="logger">Where it goes.</param>
    /// <param name="settings">The log's settings.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="suppressed">Lines that were suppressed before it.</param>
    /// <param name="buffer">Its buffer's number; <see cref="Finish"/> gives it back.</param>
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

    /// <summary>Appends text.</summary>
    /// <param name="text">Any text.</param>
    internal void Append(scoped ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            _settings.Format.Append(ref _message, rune);
        }
    }

    /// <summary>Appends a value.</summary>
    /// <param name="value">A number or date, which takes no allocation, or anything else that has a text.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    /// <param name="format">The value's own format.</param>
    // As the runtime's own handlers have it: what is spelled like this boxes no value once it is optimized, which a test host does late.
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

    /// <summary>Appends a quotation.</summary>
    /// <param name="text">What is quoted.</param>
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

    /// <summary>Writes the line, and gives its buffer back.</summary>
    /// <param name="file">The source file that it comes from.</param>
    /// <param name="line">The line in that.</param>
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
