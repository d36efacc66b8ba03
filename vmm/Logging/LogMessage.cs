using System.Runtime.CompilerServices;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>
/// An interpolated string handler that writes to the log. When the line is not wanted, the compiler's code neither evaluates nor appends its parts.
/// </summary>
/// <typeparam name="TLevel">The level of the line.</typeparam>
/// <remarks>An expression in the string must not throw: that would leak one of 64 buffers.</remarks>
[InterpolatedStringHandler]
internal ref struct LogMessage<TLevel>
    where TLevel : ILevel
{
    private LogLine _line;

    /// <summary>Begins a line of the process's log. This and the other constructors are called by the compiler.</summary>
    /// <param name="wanted">Whether the parts of the string are to be appended.</param>
    public LogMessage(int literalLength, int formattedCount, Module module, out bool wanted)
        : this(literalLength, formattedCount, Log.Logger, module, null, out wanted)
    {
    }

    /// <summary>Begins a line of a log statement that a guest can reach.</summary>
    /// <param name="wanted">Whether the parts of the string are to be appended.</param>
    public LogMessage(int literalLength, int formattedCount, Module module, LogLimit limit, out bool wanted)
        : this(literalLength, formattedCount, Log.Logger, module, limit, out wanted)
    {
    }

    /// <summary>Begins a line of any log.</summary>
    /// <param name="limit">The limit of the log statement, or null.</param>
    /// <param name="wanted">Whether the parts of the string are to be appended.</param>
    public LogMessage(int literalLength, int formattedCount, Logger logger, Module module, LogLimit? limit, out bool wanted)
    {
        _ = (literalLength, formattedCount);
        wanted = logger.TryBegin(TLevel.Level, module, limit, out _line);
    }

    public void AppendLiteral(string text) => _line.Append(text);

    public void AppendFormatted(scoped ReadOnlySpan<char> text) => _line.Append(text);

    public void AppendFormatted(string? text) => _line.Append(text);

    /// <summary>Appends text quoted in Rust's debug format.</summary>
    public void AppendFormatted(scoped DebugText text) => _line.Append(text);

    public void AppendFormatted<T>(T value) => _line.Append(value, 0, null);

    /// <param name="format">The format string for the value.</param>
    public void AppendFormatted<T>(T value, string? format) => _line.Append(value, 0, format);

    /// <param name="alignment">The minimum width; negative aligns to the left.</param>
    public void AppendFormatted<T>(T value, int alignment) => _line.Append(value, alignment, null);

    /// <summary>Writes the line, if it is wanted.</summary>
    /// <param name="file">The source file of the log statement.</param>
    /// <param name="line">The line in that file.</param>
    internal void Finish(string file, int line)
    {
        if (_line.IsWanted)
        {
            _line.Finish(file, line);
        }
    }
}
