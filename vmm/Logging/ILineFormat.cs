using System.Text;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation.Text;

namespace Kiln.Vmm.Logging;

/// <summary>The format of a line of the log: its header, message and end.</summary>
internal interface ILineFormat
{
    /// <summary>The text after the message, including the line feed.</summary>
    ReadOnlySpan<byte> End { get; }

    /// <summary>The kind of hole for the message in a <see cref="LogTemplate"/>.</summary>
    LineHole MessageHole { get; }

    /// <summary>Writes the header, which precedes the message.</summary>
    /// <param name="line">The line; has room for <see cref="LogHeader.MaximumLength"/> bytes.</param>
    void Begin(ref Utf8Writer line, in LogHeader header);

    /// <summary>Writes a character of the message, escaped if necessary.</summary>
    void Append(ref Utf8Writer line, Rune rune);
}
