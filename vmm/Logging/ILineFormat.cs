using System.Text;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>How a line of the log is written: what stands before the message, the message itself, and the end.</summary>
internal interface ILineFormat
{
    /// <summary>What stands behind the message, with the line's end.</summary>
    ReadOnlySpan<byte> End { get; }

    /// <summary>What the message is in a template of a line.</summary>
    LineHole MessageHole { get; }

    /// <summary>Writes what stands before the message.</summary>
    /// <param name="line">The line; it has room for <see cref="LogHeader.MaximumLength"/> bytes.</param>
    /// <param name="header">What it says.</param>
    void Begin(ref Utf8Writer line, in LogHeader header);

    /// <summary>Writes a character of the message.</summary>
    /// <param name="line">The line.</param>
    /// <param name="rune">Any character.</param>
    void Append(ref Utf8Writer line, Rune rune);
}
