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
                reader.ReadString();
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
        JsonSequence list = reader.BeginList();
        while (reader.NextElement(ref list))
        {
            Read(ref reader);
        }
    }

    private static void ReadObject(ref JsonReader reader)
    {
        JsonSequence map = reader.BeginMap();
        while (reader.NextKey(ref map) is not null)
        {
            Read(ref reader);
        }
    }
}
