namespace Kiln.Vmm.Json;

/// <summary>
/// Reads a JSON text value by value, in its order, as what each should be. What cannot be read so is a failure in serde_json's words; the
/// first one ends the reading, and it is the one that serde_json would report. Reads numbers, booleans and names without an allocation.
/// </summary>
/// <remarks>
/// A field that may be null is read with <see cref="TakeNull"/> first; others refuse null. After the last value comes <see cref="End"/>.
/// </remarks>
/// <param name="text">The text; any bytes.</param>
internal ref partial struct JsonReader(ReadOnlySpan<byte> text)
{
    // serde_json's limit is 128, and the level that reaches it is refused. It keeps a hostile text from exhausting the stack of a recursive
    // reader, and is what the bits of the levels fit.
    private const int MaximumDepth = 127;

    private JsonCursor _cursor = new(text);

    // A bit for each level that is a list.
    private UInt128 _lists;
    private int _depth;

    /// <summary>Where the next value starts, in bytes.</summary>
    internal int Place()
    {
        _cursor.PeekToken();
        return _cursor.Index;
    }

    /// <summary>The kind of the next value, for those that may be of several.</summary>
    /// <exception cref="JsonFailure">There is no value.</exception>
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
    /// <returns>Whether it was.</returns>
    /// <exception cref="JsonFailure">Something begins like null.</exception>
    internal bool TakeNull()
    {
        if (_cursor.PeekToken() != 'n')
        {
            return false;
        }
        TakeWord("ull"u8);
        return true;
    }

    /// <summary>Reads a whole number of 8 bits.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal byte ReadUInt8() => (byte)ReadUnsigned("u8", byte.MaxValue);

    /// <summary>Reads a whole number of 16 bits.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal ushort ReadUInt16() => (ushort)ReadUnsigned("u16", ushort.MaxValue);

    /// <summary>Reads a whole number of 32 bits.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal uint ReadUInt32() => (uint)ReadUnsigned("u32", uint.MaxValue);

    /// <summary>Reads a whole number of 64 bits.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal ulong ReadUInt64() => ReadUnsigned("u64", ulong.MaxValue);

    /// <summary>Reads any number.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal JsonNumber ReadNumber() => TryTakeNumber() ?? throw Unexpected("a number");

    /// <summary>Reads true or false.</summary>
    /// <exception cref="JsonFailure">It is neither.</exception>
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

    /// <summary>Reads a string. One that is too long is refused before anything is made of it.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="most">The longest, in bytes of UTF-8.</param>
    /// <param name="expected">What serde calls it where something else stands in its place.</param>
    /// <exception cref="JsonFailure">It is none, or too long.</exception>
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

    /// <summary>Reads a string of any length that nobody keeps; unlike one that is skipped it must be text.</summary>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal void CheckString() => _ = _cursor.PeekToken() == '"' ? TakeString() : throw Unexpected("a string");

    /// <summary>Reads the name of a value of an enumeration.</summary>
    /// <param name="variants">The names.</param>
    /// <exception cref="JsonFailure">It is none of them. Something that is no string is not even a value, to serde_json.</exception>
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

    /// <summary>Makes sure that nothing stands behind the value.</summary>
    /// <exception cref="JsonFailure">Something does.</exception>
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
