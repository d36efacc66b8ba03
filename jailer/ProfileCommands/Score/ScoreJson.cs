using System.Text.Json;
using Kiln.ProfileCommands.Wording;

namespace Kiln.ProfileCommands.Score;

/// <summary>The figures as members of a JSON object.</summary>
internal static class ScoreJson
{
    /// <summary>Writes <c>inAll</c> and an array of programs.</summary>
    internal static void WriteScore(this Utf8JsonWriter writer, ExposureScore score)
    {
        writer.WriteNumber("inAll", score.InAll);
        writer.WriteObjects("scores", score.Programs, program =>
        {
            writer.WriteString("program", program.Name);
            writer.WriteNumber("score", program.Figure);
            writer.WriteBoolean("transient", ProgramScore.IsTransient(program.Program));
        });
    }
}
