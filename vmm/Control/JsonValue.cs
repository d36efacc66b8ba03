using System.Globalization;
using System.Text.Json;
using Kiln.Linux;

namespace Kiln.Vmm.Control;

/// <summary>A JSON value that knows where it stands. Conversions fail with the place and what was expected.</summary>
/// <param name="text">The text that it stands in.</param>
/// <param name="path">How it is reached from the top.</param>
/// <param name="kind">Its kind: <see cref="JsonTokenType.True"/> and its like, and the start of an object or array.</param>
/// <param name="offset">Where it starts, in bytes.</param>
/// <param name="literal">The decoded string, or the number as it was written.</param>
/// <param name="members">An object's members, in order.</param>
/// <param name="elements">A list's elements, in order.</param>
internal sealed class JsonValue(
    JsonText text, JsonPath path, JsonTokenType kind, long offset, string literal, IReadOnlyList<JsonMember> members, IReadOnlyList<JsonValue> elements)
{
    /// <summary>How it is reached from the top.</summary>
    internal JsonPath Path => path;

    /// <summary>An object's members, in order.</summary>
    internal IReadOnlyList<JsonMember> Members => members;

    /// <summary>Whether it is null, which asks for nothing.</summary>
    internal bool IsNull => kind == JsonTokenType.Null;

    /// <summary>Whether it is a string.</summary>
    internal bool IsString => kind == JsonTokenType.String;

    /// <summary>Whether it is a list without elements.</summary>
    internal bool IsEmptyList => kind == JsonTokenType.StartArray && elements.Count == 0;

    /// <summary>A failure at this value.</summary>
    /// <param name="message">What is wrong, and the cure.</param>
    internal VmmFailure Failure(string message) => text.FailureAt(offset, message);

    /// <summary>A failure at the name of a member.</summary>
    /// <param name="member">One of <see cref="Members"/>.</param>
    /// <param name="message">What is wrong, and the cure.</param>
    internal VmmFailure FailureOf(JsonMember member, string message) => text.FailureAt(member.Offset, message);

    /// <summary>Takes it for an object.</summary>
    /// <exception cref="VmmFailure">It is another kind.</exception>
    internal JsonObject AsObject() => kind == JsonTokenType.StartObject ? new JsonObject(this) : throw Expected("an object");

    /// <summary>Takes it for a list.</summary>
    /// <returns>Its elements, in order.</returns>
    /// <exception cref="VmmFailure">It is another kind.</exception>
    internal IReadOnlyList<JsonValue> AsList() => kind == JsonTokenType.StartArray ? elements : throw Expected("a list");

    /// <summary>Takes it for a string.</summary>
    /// <exception cref="VmmFailure">It is another kind.</exception>
    internal string AsString() => kind == JsonTokenType.String ? literal : throw Expected("a string");

    /// <summary>Takes it for a whole number.</summary>
    /// <exception cref="VmmFailure">It is another kind, has a fraction or sign, or does not fit 64 bits.</exception>
    internal ulong AsUnsigned() =>
        kind == JsonTokenType.Number && ulong.TryParse(literal, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw Expected("a whole number from 0 to 18446744073709551615");

    /// <summary>Takes it for true or false.</summary>
    /// <exception cref="VmmFailure">It is another kind.</exception>
    internal bool AsBoolean() => kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Expected("true or false"),
    };

    private VmmFailure Expected(string what) => Failure($"{path} is {Describe()}; {what} is expected");

    private string Describe() => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => $"the number {Excerpt.Of(literal)}",
        JsonTokenType.Null => "null",
        _ => literal,
    };
}
