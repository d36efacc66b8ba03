using System.Globalization;
using System.Linq;

namespace Kiln.Profiles.Diagnostics;

/// <summary>An error or warning in a profile.</summary>
/// <param name="id">A stable id for scripts and suppressions: <c>KP</c> and a number.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="column">The column, counted from 1.</param>
/// <param name="message">What is wrong and how to fix it. The message may quote the file: unprintable characters are replaced.</param>
public sealed class Diagnostic(string id, string file, int line, int column, string message)
{
    /// <summary>Prefix of the ids of warnings; all others are errors.</summary>
    internal const string WarningStart = "KP3";

    // A longer message quotes a file that is not a profile.
    private const int LongestMessage = 400;

    /// <summary>A stable id for scripts and suppressions: <c>KP</c> and a number.</summary>
    public string Id { get; } = id;

    public string File { get; } = file;

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, counted from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong and how to fix it, as one line of printable characters.</summary>
    public string Message { get; } = OneLine(message);

    /// <summary>The reason of a rule that accepts the warning; null when none does.</summary>
    public string? Accepted { get; private init; }

    /// <summary>Whether the profiles still compile.</summary>
    public bool IsWarning => Id.StartsWith(WarningStart, StringComparison.Ordinal);

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public string Severity => IsWarning ? "warning" : "error";

    /// <summary>Formats one line: <c>vcpu.yaml:7:14: error KP104: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Severity} {Id}: {Message}";

    /// <summary>The same finding, accepted by a rule.</summary>
    /// <param name="reason">The rule's reason; null when it does not accept the finding.</param>
    internal Diagnostic AcceptedBy(string? reason) => new(Id, File, Line, Column, Message) { Accepted = reason };

    /// <summary>Whether a character is invisible or changes how others appear: line breaks, cursor movement, text direction.</summary>
    internal static bool IsInvisible(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string OneLine(string text)
    {
        string printed = string.Concat(text.Take(LongestMessage).Select(character => IsInvisible(character) ? '?' : character));
        return text.Length > LongestMessage ? printed + "..." : printed;
    }
}
