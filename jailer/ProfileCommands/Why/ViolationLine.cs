namespace Kiln.ProfileCommands.Why;

/// <summary>A parsed violation report of the monitor. A logging system may have added text before and after it.</summary>
/// <param name="Profile">The profile that forbade the call.</param>
internal sealed record ViolationLine(string Profile, string Number, IReadOnlyList<string> Arguments)
{
    /// <summary>Parses a line in the format of the monitor's ViolationReport.</summary>
    /// <returns>The parsed line, or null when the text has another format.</returns>
    internal static ViolationLine? Of(string text) =>
        Between(text, " made a system call that profile ", " does not allow: ") is { } profile
        && Between(text, " does not allow: ", " at ") is { } call
        && Between(call, " (", ") with ") is { } number
            ? new ViolationLine(profile, number, call[(call.IndexOf(") with ", StringComparison.Ordinal) + ") with ".Length)..].Split(", "))
            : null;

    private static string? Between(string text, string before, string behind)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        int end = start < before.Length ? -1 : text.IndexOf(behind, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end];
    }
}
