using System.IO;
using System.Text;
using System.Text.Json;

namespace Kiln.ProfileCommands.Wording;

internal static class JsonText
{
    /// <summary>Writes a document, indented and with a final line end.</summary>
    /// <param name="write">Writes the document's single value.</param>
    internal static string Of(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Writes an array of objects.</summary>
    /// <param name="write">Writes the members of one object.</param>
    internal static void WriteObjects<T>(this Utf8JsonWriter writer, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray();
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes a property that is an array of objects.</summary>
    /// <param name="write">Writes the members of one object.</param>
    internal static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WritePropertyName(name);
        writer.WriteObjects(items, write);
    }

    /// <summary>Writes a property that is an array of strings.</summary>
    internal static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }
}
