namespace Kiln.Vmm.Json;

/// <summary>What serde_json says of a text that is not JSON.</summary>
internal static class JsonWords
{
    /// <summary>The text ends in a list.</summary>
    internal const string EndInList = "EOF while parsing a list";

    /// <summary>The text ends in an object.</summary>
    internal const string EndInObject = "EOF while parsing an object";

    /// <summary>The text ends in a string.</summary>
    internal const string EndInString = "EOF while parsing a string";

    /// <summary>The text ends where a value is due, or in one.</summary>
    internal const string EndInValue = "EOF while parsing a value";

    /// <summary>Something else follows a name.</summary>
    internal const string NoColon = "expected `:`";

    /// <summary>Something else follows an element.</summary>
    internal const string NoListSeparator = "expected `,` or `]`";

    /// <summary>Something else follows a member.</summary>
    internal const string NoObjectSeparator = "expected `,` or `}`";

    /// <summary>Something begins like null, true or false.</summary>
    internal const string NoWord = "expected ident";

    /// <summary>No value begins like this.</summary>
    internal const string NoValue = "expected value";

    /// <summary>A backslash is followed by what it cannot be.</summary>
    internal const string BadEscape = "invalid escape";

    /// <summary>Something begins like a number.</summary>
    internal const string BadNumber = "invalid number";

    /// <summary>A number is larger than a floating one can be.</summary>
    internal const string NumberOutOfRange = "number out of range";

    /// <summary>A string is not UTF-8.</summary>
    internal const string NotUtf8 = "invalid unicode code point";

    /// <summary>A string has a control character that is not escaped.</summary>
    internal const string ControlCharacter = @"control character (\u0000-\u001F) found while parsing a string";

    /// <summary>Something else stands where a name is due.</summary>
    internal const string NoKey = "key must be a string";

    /// <summary>The second half of a surrogate pair has no first, or the first another second.</summary>
    internal const string LoneSurrogate = "lone leading surrogate in hex escape";

    /// <summary>The first half of a surrogate pair is the only one.</summary>
    internal const string HalfSurrogate = "unexpected end of hex escape";

    /// <summary>A comma has nothing behind it.</summary>
    internal const string CommaAtEnd = "trailing comma";

    /// <summary>Something follows the value.</summary>
    internal const string MoreThanAValue = "trailing characters";

    /// <summary>Lists and objects are nested too deeply.</summary>
    internal const string TooDeep = "recursion limit exceeded";
}
