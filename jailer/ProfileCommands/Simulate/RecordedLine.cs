using System.Linq;
using Kiln.ProfileCommands.Why;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>A line of a recording, whose form it tells by itself.</summary>
/// <param name="Call">The call, if it is one.</param>
internal readonly record struct RecordedLine(LineKind Kind, RecordedCall? Call)
{
    internal static RecordedLine Nothing => new(LineKind.Nothing, null);

    internal static RecordedLine Foreign => new(LineKind.Foreign, null);

    internal static RecordedLine Unknown => new(LineKind.Unknown, null);

    internal static RecordedLine Of(RecordedCall call) => new(LineKind.Call, call);

    /// <summary>Reads a line. What strace prints is looked for first: the text that a traced program writes may look like any other form.</summary>
    internal static RecordedLine Of(string line)
    {
        string text = line.TrimEnd();
        return text switch
        {
            "" or ['#', ..] => Nothing,
            _ when StraceLine.Of(text) is { } traced => traced,
            _ when ViolationLine.Of(text) is { } violation => OfWords([violation.Number, .. violation.Arguments]),
            _ when AuditLine.Of(text) is { } audit => audit.Number is { } number ? Of(new RecordedCall(number)) : Foreign,
            _ => OfWords(text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)),
        };
    }

    // As 'why' takes them: what is missing is zero.
    private static RecordedLine OfWords(string[] words)
    {
        if (words.Length is 0 or > CallQuestion.MostArguments + 1 || SyscallName.NumberOf(words[0]) is not { } number)
        {
            return Unknown;
        }
        ulong?[] values = [.. words.Skip(1).Select(CallValue.Of)];
        return values.Contains(null)
            ? Unknown
            : Of(new RecordedCall(number, [.. Enumerable.Range(0, CallQuestion.MostArguments).Select(index => KnownBits.Exactly(index < values.Length ? values[index]!.Value : 0))]));
    }
}
