using System.Linq;
using System.Text.Json;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>Formats an answer as JSON.</summary>
internal static class WhyJson
{
    /// <summary>An object with the call, its outcome, and an array of each program's answer.</summary>
    internal static string Of(StackAnswer answer) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("thread", FilterProfiles.NameOf(answer.Question.Program));
        writer.WriteString("call", answer.Question.CallName);
        writer.WriteNumber("number", answer.Question.Number);
        // As strings: most JSON readers keep only 53 bits of a number.
        writer.WriteTexts("arguments", answer.Question.Arguments.Select(value => $"0x{value:x}"));
        writer.WriteBoolean("isMade", answer.Decisive.Action.Permits);
        writer.WriteString("action", answer.Decisive.Action.ToString());
        writer.WriteString("decidedBy", FilterProfiles.NameOf(answer.Decisive.Program));
        writer.WriteObjects("programs", answer.Answers, program => WriteProgram(writer, program));
        writer.WriteEndObject();
    });

    private static void WriteProgram(Utf8JsonWriter writer, ProgramAnswer program)
    {
        writer.WriteString("program", FilterProfiles.NameOf(program.Program));
        writer.WriteString("action", program.Action.ToString());
        writer.WriteBoolean("isDefault", program.IsDefault);
        WritePlace(writer, program.Rule.Place);
        writer.WriteString("reason", program.Rule.Reason);
        if (program.Near is { } near)
        {
            writer.WriteStartObject("nearest");
            WritePlace(writer, near.Rule.Origin);
            writer.WriteString("reason", near.Reason);
            writer.WriteTexts("failures", near.Failures);
            writer.WriteString("summary", near.Summary);
            writer.WriteEndObject();
        }
    }

    private static void WritePlace(Utf8JsonWriter writer, RuleOrigin place)
    {
        writer.WriteString("file", $"{place.Profile}.yaml");
        writer.WriteNumber("line", place.Line);
        writer.WriteNumber("column", place.Column);
    }
}
