namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>The line by which a monitor reports a forbidden call, taken apart. A log may have put anything before and behind it.</summary>
/// <param name="Profile">The profile that forbade the call.</param>
/// <param name="Number">The call's number.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ViolationLine(string Profile, string Number, IReadOnlyList<string> Arguments)
{
    /// <summary>Takes a line apart, as the monitor's ViolationReport puts it together.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The line, or null when the text is none.</returns>
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
