using System.Runtime.CompilerServices;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>
/// The text of an interpolated string on its way into the log: the compiler hands over its pieces, and hands over nothing, and evaluates none,
/// when the line is not wanted.
/// </summary>
/// <typeparam name="TLevel">How much the line matters.</typeparam>
/// <remarks>An expression within the text that throws keeps one of 64 buffers for good: it should not.</remarks>
[InterpolatedStringHandler]
internal ref struct LogMessage<TLevel>
    where TLevel : ILevel
{
    private LogLine _line;

    /// <summary>Begins a line of the process's log. For the compiler, as are the others.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="wanted">Whether the pieces are wanted.</param>
    public LogMessage(int literalLength, int formattedCount, Module module, out bool wanted)
        : this(literalLength, formattedCount, Log.Logger, module, null, out wanted)
    {
    }

    /// <summary>Begins a line of a place that a guest can reach.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="limit">The place's own.</param>
    /// <param name="wanted">Whether the pieces are wanted.</param>
    public LogMessage(int literalLength, int formattedCount, Module module, LogLimit limit, out bool wanted)
        : this(literalLength, formattedCount, Log.Logger, module, limit, out wanted)
    {
    }

    /// <summary>Begins a line of a log.</summary>
    /// <param name="literalLength">Not used.</param>
    /// <param name="formattedCount">Not used.</param>
    /// <param name="logger">The log.</param>
    /// <param name="module">Where it comes from.</param>
    /// <param name="limit">The place's own, or null.</param>
    /// <param name="wanted">Whether the pieces are wanted.</param>
    public LogMessage(int literalLength, int formattedCount, Logger logger, Module module, LogLimit? limit, out bool wanted)
    {
        _ = (literalLength, formattedCount);
        wanted = logger.TryBegin(TLevel.Level, module, limit, out _line);
    }

    /// <summary>Appends a constant piece.</summary>
    /// <param name="text">The piece.</param>
    public void AppendLiteral(string text) => _line.Append(text);

    /// <summary>Appends text.</summary>
    /// <param name="text">Any text.</param>
    public void AppendFormatted(scoped ReadOnlySpan<char> text) => _line.Append(text);

    /// <summary>Appends text.</summary>
    /// <param name="text">Any text.</param>
    public void AppendFormatted(string? text) => _line.Append(text);

    /// <summary>Appends a quotation.</summary>
    /// <param name="text">What is quoted.</param>
    public void AppendFormatted(scoped DebugText text) => _line.Append(text);

    /// <summary>Appends a value.</summary>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _line.Append(value, 0, null);

    /// <summary>Appends a value in a format.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">The value's own format.</param>
    public void AppendFormatted<T>(T value, string? format) => _line.Append(value, 0, format);

    /// <summary>Appends a value with a least width.</summary>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The width; negative aligns to the left.</param>
    public void AppendFormatted<T>(T value, int alignment) => _line.Append(value, alignment, null);

    /// <summary>Writes the line, if it is wanted.</summary>
    /// <param name="file">The source file that it comes from.</param>
    /// <param name="line">The line in that.</param>
    internal void Finish(string file, int line)
    {
        if (_line.IsWanted)
        {
            _line.Finish(file, line);
        }
    }
}
