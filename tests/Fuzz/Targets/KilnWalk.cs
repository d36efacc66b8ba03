using Kiln.Vmm.Json;

namespace Kiln.Fuzz.Targets;

/// <summary>Reads arbitrary JSON with Kiln's reader.</summary>
internal static class KilnWalk
{
    /// <summary>Why a text is not JSON, whatever its strings contain and however large its numbers are; or null.</summary>
    internal static JsonFailure? Skip(byte[] text)
    {
        try
        {
            JsonReader reader = new(text);
            reader.Skip();
            reader.End();
            return null;
        }
        catch (JsonFailure failure)
        {
            return failure;
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
            JsonReader reader = new(text);
            Add(ref reader, values);
            reader.End();
            return values;
        }
        catch (JsonFailure)
        {
            return null;
        }
    }

    private static void Add(ref JsonReader reader, List<string> values)
    {
        switch (reader.PeekKind())
        {
            case JsonKind.Object:
                AddObject(ref reader, values);
                break;
            case JsonKind.List:
                AddList(ref reader, values);
                break;
            case JsonKind.String:
                values.Add($"string {reader.ReadString("a text", int.MaxValue)}");
                break;
            case JsonKind.Number:
                values.Add(reader.ReadNumber().ToString());
                break;
            case JsonKind.Boolean:
                values.Add(reader.ReadBoolean() ? "true" : "false");
                break;
            default:
                reader.TakeNull();
                values.Add("null");
                break;
        }
    }

    private static void AddObject(ref JsonReader reader, List<string> values)
    {
        JsonSequence map = reader.BeginMap("an object", int.MaxValue);
        values.Add("{");
        while (reader.NextKey(ref map, int.MaxValue) is { } key)
        {
            values.Add($"name {key}");
            Add(ref reader, values);
        }
        values.Add("}");
    }

    private static void AddList(ref JsonReader reader, List<string> values)
    {
        JsonSequence list = reader.BeginList("a list", int.MaxValue);
        values.Add("[");
        while (reader.NextElement(ref list))
        {
            Add(ref reader, values);
        }
        values.Add("]");
    }
}
