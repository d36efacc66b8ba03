using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The content of <c>/mmds</c>: any value.</summary>
internal static class MmdsDataBody
{
    /// <summary>
    /// Reads it through, and no further yet. Unlike what is skipped its numbers must be such as can be kept, and its strings text. The
    /// reader bounds the depth.
    /// </summary>
    /// <param name="reader">At the value.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static void Read(ref JsonReader reader)
    {
        switch (reader.PeekKind())
        {
            case JsonKind.Null:
                reader.TakeNull();
                break;
            case JsonKind.Boolean:
                reader.ReadBoolean();
                break;
            case JsonKind.Number:
                reader.ReadNumber();
                break;
            case JsonKind.String:
                reader.CheckString();
                break;
            case JsonKind.List:
                ReadList(ref reader);
                break;
            default:
                ReadObject(ref reader);
                break;
        }
    }

    private static void ReadList(ref JsonReader reader)
    {
        JsonSequence list = reader.BeginList("a list", TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            Read(ref reader);
        }
    }

    private static void ReadObject(ref JsonReader reader)
    {
        JsonSequence map = reader.BeginMap("an object", TextBounds.Any);
        while (reader.NextMember(ref map))
        {
            Read(ref reader);
        }
    }
}
