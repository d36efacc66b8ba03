using System.IO;
using System.Text;
using System.Text.Json;

namespace Kiln.Jailer.Logging;

/// <summary>One JSON object per line: <c>time</c>, <c>level</c>, <c>id</c>, <c>message</c>, and <c>step</c> and <c>errno</c> if any.</summary>
internal sealed class JsonFormat : ILogFormat
{
    /// <inheritdoc/>
    public string Format(LogEntry entry, DateTime time)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("time", time);
            writer.WriteString("level", entry.Level.ToString().ToLowerInvariant());
            writer.WriteString("id", entry.Id);
            if (entry.Step is { } step)
            {
                writer.WriteString("step", step);
            }
            writer.WriteString("message", entry.Message);
            if (entry.Error is { } error)
            {
                writer.WriteString("errno", error.Name);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }
}
