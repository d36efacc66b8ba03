using System.Text.Json;
using Kiln.Vmm.Json;

namespace Kiln.Fuzz.Targets;

/// <summary>Reads JSON with System.Text.Json, for comparison.</summary>
internal static class LibraryWalk
{
    // The maximum depth of Kiln's reader.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 127 };

    /// <summary>Whether a text is JSON, whatever its strings contain and however large its numbers are.</summary>
    internal static bool Accepts(byte[] text)
    {
        try
        {
            Utf8JsonReader reader = new(text, _options);
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The text's values in order; null if it is not JSON, a string is not valid text, or a number exceeds floating-point range.
    /// </summary>
    internal static List<string>? Values(byte[] text)
    {
        try
        {
            List<string> values = [];
            Utf8JsonReader reader = new(text, _options);
            while (reader.Read())
            {
                if (ValueOf(ref reader) is not { } value)
                {
                    return null;
                }
                values.Add(value);
            }
            return values;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string is not valid text.
            return null;
        }
    }

    private static string? ValueOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "{",
        JsonTokenType.EndObject => "}",
        JsonTokenType.StartArray => "[",
        JsonTokenType.EndArray => "]",
        JsonTokenType.PropertyName => $"name {reader.GetString()}",
        JsonTokenType.String => $"string {reader.GetString()}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => NumberOf(ref reader),
    };

    private static string? NumberOf(ref Utf8JsonReader reader)
    {
        bool isNegative = reader.ValueSpan[0] == '-';
        if (!isNegative && reader.TryGetUInt64(out ulong positive))
        {
            return JsonNumber.Of(positive).ToString();
        }
        if (isNegative && reader.TryGetInt64(out long negative) && negative != 0)
        {
            return JsonNumber.Negative(0 - (ulong)negative).ToString();
        }
        return reader.TryGetDouble(out double value) && double.IsFinite(value) ? JsonNumber.Of(value).ToString() : null;
    }
}
