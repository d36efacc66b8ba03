using System.Globalization;
using System.Linq;

namespace Kiln.Profiles.Diagnostics;

/// <summary>Something wrong in a profile.</summary>
/// <param name="id">Stable, for scripts and suppressions: <c>KP</c> and a number.</param>
/// <param name="file">The file's path.</param>
/// <param name="line">From 1.</param>
/// <param name="column">From 1.</param>
/// <param name="message">What is wrong, and the cure. It may quote the file: what does not print is replaced.</param>
public sealed class Diagnostic(string id, string file, int line, int column, string message)
{
    /// <summary>What the ids of all dangerous grants begin with: warnings, where all others are errors.</summary>
    internal const string GrantStart = "KP3";

    // Longer ones quote a file that is no profile.
    private const int LongestMessage = 400;

    /// <summary>Stable, for scripts and suppressions: <c>KP</c> and a number.</summary>
    public string Id { get; } = id;

    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>From 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong, and the cure: one line of printing characters.</summary>
    public string Message { get; } = OneLine(message);

    /// <summary>Whether it is a grant to think about, and no mistake: a set is made all the same.</summary>
    public bool IsWarning => Id.StartsWith(GrantStart, StringComparison.Ordinal);

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public string Severity => IsWarning ? "warning" : "error";

    /// <summary>One line: <c>vcpu.yaml:7:14: error KP104: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Severity} {Id}: {Message}";

    /// <summary>Whether a character leaves no mark of its own: it breaks lines, moves the cursor or turns the direction of text.</summary>
    /// <param name="character">Any character.</param>
    internal static bool IsInvisible(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string OneLine(string text)
    {
        string printed = string.Concat(text.Take(LongestMessage).Select(character => IsInvisible(character) ? '?' : character));
        return text.Length > LongestMessage ? printed + "..." : printed;
    }
}
