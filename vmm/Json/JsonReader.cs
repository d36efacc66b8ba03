namespace Kiln.Vmm.Json;

/// <summary>
/// Reads a JSON text value by value, in order, as the types that the caller expects. An error is reported in serde_json's words; the first one ends
/// the reading, and is the one that serde_json would report. Numbers, booleans and names are read without allocation.
/// </summary>
/// <remarks>
/// Read a nullable field with <see cref="TakeNull"/> first; other methods refuse null. Call <see cref="End"/> after the last value.
/// </remarks>
/// <param name="text">The text; any bytes.</param>
internal ref partial struct JsonReader(ReadOnlySpan<byte> text)
{
    // serde_json's limit is 128, and it refuses the level that reaches the limit. The bound protects the stack of recursive readers, and lets the
    // levels fit into the bits below.
    private const int MaximumDepth = 127;

    private JsonCursor _cursor = new(text);

    // One bit per level, set for lists.
    private UInt128 _lists;
    private int _depth;

    /// <summary>The number of bytes not read yet.</summary>
    internal readonly int Left => _cursor.Left;

    /// <summary>Returns the offset in bytes at which the next value starts.</summary>
    internal int Place()
    {
        _cursor.PeekToken();
        return _cursor.Index;
    }

    /// <summary>Returns the kind of the next value, for values that may be of several kinds.</summary>
    /// <exception cref="JsonFailure">No value follows.</exception>
    internal JsonKind PeekKind() => _cursor.PeekToken() switch
    {
        'n' => JsonKind.Null,
        't' or 'f' => JsonKind.Boolean,
        '-' or (>= '0' and <= '9') => JsonKind.Number,
        '"' => JsonKind.String,
        '[' => JsonKind.List,
        '{' => JsonKind.Object,
        var token => throw NoValue(token),
    };

    /// <summary>Reads null, if it is the next value.</summary>
    /// <exception cref="JsonFailure">The value starts like null, but is something else.</exception>
    internal bool TakeNull()
    {
        if (_cursor.PeekToken() != 'n')
        {
            return false;
        }
        TakeWord("ull"u8);
        return true;
    }

    /// <summary>Reads an unsigned 8-bit integer.</summary>
    /// <exception cref="JsonFailure"/>
    internal byte ReadUInt8() => (byte)ReadUnsigned("u8", byte.MaxValue);

    /// <summary>Reads an unsigned 16-bit integer.</summary>
    /// <exception cref="JsonFailure"/>
    internal ushort ReadUInt16() => (ushort)ReadUnsigned("u16", ushort.MaxValue);

    /// <summary>Reads an unsigned 32-bit integer.</summary>
    /// <exception cref="JsonFailure"/>
    internal uint ReadUInt32() => (uint)ReadUnsigned("u32", uint.MaxValue);

    /// <summary>Reads an unsigned 64-bit integer.</summary>
    /// <exception cref="JsonFailure"/>
    internal ulong ReadUInt64() => ReadUnsigned("u64", ulong.MaxValue);

    /// <exception cref="JsonFailure"/>
    internal JsonNumber ReadNumber() => TryTakeNumber() ?? throw Unexpected("a number");

    /// <summary>Reads true or false.</summary>
    /// <exception cref="JsonFailure"/>
    internal bool ReadBoolean()
    {
        switch (_cursor.PeekToken())
        {
            case 't':
                TakeWord("rue"u8);
                return true;
            case 'f':
                TakeWord("alse"u8);
                return false;
            default:
                throw Unexpected("a boolean");
        }
    }

    /// <summary>Reads a string. One that is too long is refused before it is decoded.</summary>
    /// <param name="name">The name of the string in messages.</param>
    /// <param name="most">The maximum length in bytes of UTF-8.</param>
    /// <param name="expected">What serde calls the expected value in its message.</param>
    /// <exception cref="JsonFailure">The value is not a string, or is too long.</exception>
    internal string ReadString(string name, int most, string expected = "a string")
    {
        if (_cursor.PeekToken() != '"')
        {
            throw Unexpected(expected);
        }
        int start = _cursor.Index;
        JsonString text = TakeString();
        return text.Length <= most ? text.Decode() : throw TooLong(start, name, text.Length, most);
    }

    /// <summary>Reads a string of any length without decoding it.</summary>
    /// <exception cref="JsonFailure"/>
    internal JsonString ReadText() => _cursor.PeekToken() == '"' ? TakeString() : throw Unexpected("a string");

    /// <summary>Reads the name of an enumeration's value.</summary>
    /// <exception cref="JsonFailure">The name is unknown. For a value that is not a string, serde_json reports "expected value".</exception>
    internal T ReadVariant<T>(JsonVariants<T> variants)
        where T : struct, Enum
    {
        int token = _cursor.PeekToken();
        int start = _cursor.Index;
        JsonString name = token == '"' ? TakeString() : throw NoValue(token);
        return variants.TryFind(name, out T value)
            ? value
            : throw _cursor.From($"unknown variant `{name.Excerpt()}`, {variants.Choice}", start);
    }

    /// <summary>Checks that nothing follows the value.</summary>
    /// <exception cref="JsonFailure"/>
    internal void End()
    {
        if (_cursor.PeekToken() != JsonCursor.End)
        {
            throw _cursor.Ahead(JsonWords.MoreThanAValue);
        }
    }

    private void TakeWord(ReadOnlySpan<byte> rest)
    {
        _cursor.Eat();
        _cursor.TakeRest(rest);
    }

    private JsonString TakeString()
    {
        _cursor.Eat();
        return JsonStringScanner.Take(ref _cursor);
    }

    private JsonNumber? TryTakeNumber() =>
        _cursor.PeekToken() is '-' or (>= '0' and <= '9') ? JsonNumberScanner.Take(ref _cursor) : null;

    private ulong ReadUnsigned(string expected, ulong maximum)
    {
        int start = Place();
        JsonNumber number = TryTakeNumber() ?? throw Unexpected(expected);
        return number.Kind switch
        {
            JsonNumberKind.Unsigned when number.Unsigned <= maximum => number.Unsigned,
            JsonNumberKind.Floating => throw _cursor.From($"invalid type: {number}, expected {expected}", start),
            _ => throw _cursor.From($"invalid value: {number}, expected {expected}", start),
        };
    }
}
