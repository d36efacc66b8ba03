using System.Text;
using System.Text.Json;
using Kiln.Linux;

namespace Kiln.Vmm.Control;

/// <summary>Parses JSON (RFC 8259, nothing more) into values that know where they stand.</summary>
internal ref struct JsonParser
{
    // No configuration nests deeper than six; the bound keeps a hostile one from exhausting the stack.
    private const int MaximumDepth = 16;

    // A machine with every device has some hundred values. The bound keeps the tree of a hostile file small beside the heap's limit, and
    // the search for duplicates, which looks at every pair, short.
    private const int MaximumValues = 10_000;

    private readonly JsonText _text;
    private Utf8JsonReader _reader;
    private int _count;

    private JsonParser(JsonText text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text.Bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
    }

    /// <summary>Parses one value that fills the whole text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="VmmFailure">It is not JSON, not UTF-8, too deep or too much, or names a member twice.</exception>
    internal static JsonValue Parse(JsonText text)
    {
        JsonParser parser = new(text);
        return parser.ReadWhole();
    }

    private JsonValue ReadWhole()
    {
        try
        {
            _reader.Read();
            JsonValue value = ReadValue(JsonPath.Top);
            // The reader itself fails on anything but white space behind the value.
            _reader.Read();
            return value;
        }
        catch (JsonException failure)
        {
            long offset = _text.OffsetOf(failure.LineNumber ?? 0, failure.BytePositionInLine ?? 0);
            throw _text.FailureAt(offset, $"invalid JSON: {Explain(offset)}");
        }
        catch (InvalidOperationException)
        {
            throw _text.FailureAt(_reader.TokenStartIndex, "invalid JSON: a string is not UTF-8 or has half of a surrogate pair");
        }
    }

    private JsonValue ReadValue(JsonPath path)
    {
        long offset = _reader.TokenStartIndex;
        if (++_count > MaximumValues)
        {
            throw _text.FailureAt(offset, $"this is value {_count}, of which a configuration has at most {MaximumValues}");
        }
        JsonTokenType kind = _reader.TokenType;
        string literal = kind == JsonTokenType.String ? _reader.GetString()! : Encoding.UTF8.GetString(_reader.ValueSpan);
        IReadOnlyList<JsonMember> members = kind == JsonTokenType.StartObject ? ReadMembers(path) : [];
        IReadOnlyList<JsonValue> elements = kind == JsonTokenType.StartArray ? ReadElements(path) : [];
        return new JsonValue(_text, path, kind, offset, literal, members, elements);
    }

    private List<JsonMember> ReadMembers(JsonPath path)
    {
        List<JsonMember> members = [];
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            long offset = _reader.TokenStartIndex;
            string name = _reader.GetString()!;
            if (members.Exists(member => member.Name == name))
            {
                throw _text.FailureAt(offset, $"duplicate field `{Excerpt.Of(name)}` in {path}; keep one");
            }
            _reader.Read();
            members.Add(new JsonMember(name, offset, ReadValue(path.Member(name))));
        }
        return members;
    }

    private List<JsonValue> ReadElements(JsonPath path)
    {
        List<JsonValue> elements = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(ReadValue(path.Element(elements.Count)));
        }
        return elements;
    }

    // The library's sentences are left out of the binary; what a person needs is the place and what stands there.
    private readonly string Explain(long offset)
    {
        ReadOnlySpan<byte> bytes = _text.Bytes;
        ReadOnlySpan<byte> rest = bytes[(int)offset..];
        return rest switch
        {
            _ when bytes.StartsWith("\ufeff"u8) => "it starts with a byte order mark; save it without",
            [] => "it ends too early",
            [(byte)'/', ..] => "comments are not allowed",
            [(byte)'[' or (byte)'{', ..] when _reader.CurrentDepth >= MaximumDepth - 1 => $"it nests deeper than {MaximumDepth} levels",
            [>= 0x20 and < 0x7F, ..] => $"'{(char)rest[0]}' was not expected here",
            _ => $"the byte 0x{rest[0]:x2} was not expected here",
        };
    }
}
