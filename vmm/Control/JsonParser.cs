using System.Text;
using System.Text.Json;

namespace Kiln.Vmm.Control;

/// <summary>Parses JSON (RFC 8259, nothing more) into values that know where they stand.</summary>
internal static class JsonParser
{
    // No configuration nests deeper than six; the bound keeps a hostile one from exhausting the stack.
    private const int MaximumDepth = 16;

    /// <summary>Parses one value that fills the whole text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="VmmFailure">It is not JSON, not UTF-8, nests too deeply, or names a member twice.</exception>
    internal static JsonValue Parse(JsonText text)
    {
        Utf8JsonReader reader = new(text.Bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            reader.Read();
            JsonValue value = ReadValue(text, ref reader, "the configuration");
            // The reader itself fails on anything but white space behind the value.
            reader.Read();
            return value;
        }
        catch (JsonException)
        {
            throw text.FailureAt(reader.BytesConsumed, $"invalid JSON: {Explain(text.Bytes, reader.BytesConsumed)}");
        }
        catch (InvalidOperationException)
        {
            throw text.FailureAt(reader.TokenStartIndex, "invalid JSON: a string is not UTF-8 or has half of a surrogate pair");
        }
    }

    private static JsonValue ReadValue(JsonText text, ref Utf8JsonReader reader, string path)
    {
        long offset = reader.TokenStartIndex;
        JsonTokenType kind = reader.TokenType;
        string literal = kind == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        IReadOnlyList<JsonMember> members = kind == JsonTokenType.StartObject ? ReadMembers(text, ref reader, path) : [];
        int elementCount = kind == JsonTokenType.StartArray ? CountElements(text, ref reader, path) : 0;
        return new JsonValue(text, path, kind, offset, literal, members, elementCount);
    }

    private static List<JsonMember> ReadMembers(JsonText text, ref Utf8JsonReader reader, string path)
    {
        List<JsonMember> members = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long offset = reader.TokenStartIndex;
            string name = reader.GetString()!;
            if (members.Exists(member => member.Name == name))
            {
                throw text.FailureAt(offset, $"duplicate field `{name}` in {path}; keep one");
            }
            reader.Read();
            members.Add(new JsonMember(name, offset, ReadValue(text, ref reader, path == "the configuration" ? name : $"{path}.{name}")));
        }
        return members;
    }

    // No field of this version takes a list with anything in it; its elements are only checked to be JSON.
    private static int CountElements(JsonText text, ref Utf8JsonReader reader, string path)
    {
        int count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            ReadValue(text, ref reader, path);
        }
        return count;
    }

    // The library's sentences are left out of the binary; what a person needs is the place and what stands there.
    private static string Explain(ReadOnlySpan<byte> bytes, long offset)
    {
        ReadOnlySpan<byte> rest = bytes[(int)Math.Min(offset, bytes.Length)..].TrimStart(" \t\r\n"u8);
        return rest switch
        {
            _ when bytes.StartsWith("\ufeff"u8) => "it starts with a byte order mark; save it without",
            [] => "it ends too early",
            [(byte)'/', ..] => "comments are not allowed",
            [>= 0x20 and < 0x7F, ..] => $"'{(char)rest[0]}' was not expected here",
            _ => $"the byte 0x{rest[0]:x2} was not expected here",
        };
    }
}
