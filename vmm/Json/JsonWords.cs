namespace Kiln.Vmm.Json;

/// <summary>The messages of serde_json for syntax errors.</summary>
internal static class JsonWords
{
    internal const string EndInList = "EOF while parsing a list";

    internal const string EndInObject = "EOF while parsing an object";

    internal const string EndInString = "EOF while parsing a string";

    /// <summary>The text ends before a value or within one.</summary>
    internal const string EndInValue = "EOF while parsing a value";

    /// <summary>A name is not followed by a colon.</summary>
    internal const string NoColon = "expected `:`";

    /// <summary>An element is not followed by a comma or bracket.</summary>
    internal const string NoListSeparator = "expected `,` or `]`";

    /// <summary>A member is not followed by a comma or brace.</summary>
    internal const string NoObjectSeparator = "expected `,` or `}`";

    /// <summary>A word starts like null, true or false, but is something else.</summary>
    internal const string NoWord = "expected ident";

    /// <summary>No value starts with this character.</summary>
    internal const string NoValue = "expected value";

    /// <summary>A backslash is followed by an invalid character.</summary>
    internal const string BadEscape = "invalid escape";

    /// <summary>A number is malformed.</summary>
    internal const string BadNumber = "invalid number";

    /// <summary>A number exceeds the range of a double.</summary>
    internal const string NumberOutOfRange = "number out of range";

    internal const string NotUtf8 = "invalid unicode code point";

    /// <summary>A string contains an unescaped control character.</summary>
    internal const string ControlCharacter = @"control character (\u0000-\u001F) found while parsing a string";

    /// <summary>The name of a member is not a string.</summary>
    internal const string NoKey = "key must be a string";

    /// <summary>A low surrogate without a high one, or a high surrogate followed by another escape than a low one.</summary>
    internal const string LoneSurrogate = "lone leading surrogate in hex escape";

    /// <summary>A high surrogate that no escape follows.</summary>
    internal const string HalfSurrogate = "unexpected end of hex escape";

    /// <summary>A comma is followed by the closing bracket.</summary>
    internal const string CommaAtEnd = "trailing comma";

    /// <summary>The value is followed by more text.</summary>
    internal const string MoreThanAValue = "trailing characters";

    /// <summary>The nesting depth exceeds the limit.</summary>
    internal const string TooDeep = "recursion limit exceeded";
}
