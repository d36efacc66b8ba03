using System.Text;
using Kiln.Vmm.Json;

namespace Kiln.Testing.Vmm.Json;

/// <summary>Reads texts as what a name says, to the end of the text.</summary>
internal static class SampleTexts
{
    private static readonly JsonShape _nothing = new("struct Nothing");
    private static readonly JsonShape _one = new("struct One", JsonField.Optional("only"));

    internal static JsonFailure? FailureOf(string kind, string text) => FailureOf(kind, Encoding.UTF8.GetBytes(text));

    internal static JsonFailure? FailureOf(string kind, ReadOnlySpan<byte> text)
    {
        try
        {
            JsonReader reader = new(text);
            Read(kind, ref reader);
            reader.End();
            return null;
        }
        catch (JsonFailure failure)
        {
            return failure;
        }
    }

    private static void Read(string kind, ref JsonReader reader)
    {
        switch (kind)
        {
            case "machine":
                new SampleBody().Read(ref reader);
                break;
            case "limiter":
                SampleBody.ReadLimiter(ref reader);
                break;
            case "bucket":
                SampleBody.ReadBucket(ref reader);
                break;
            case "nothing":
                ReadNothing(ref reader);
                break;
            case "one":
                ReadOne(ref reader);
                break;
            case "u8":
                reader.ReadUInt8();
                break;
            case "u64":
                reader.ReadUInt64();
                break;
            case "bool":
                reader.ReadBoolean();
                break;
            case "string":
                reader.ReadString("a text", int.MaxValue);
                break;
            case "list":
                SampleBody.ReadNames(ref reader, []);
                break;
            case "map":
                SampleBody.ReadProperties(ref reader, []);
                break;
            case "ignored":
                reader.Skip();
                break;
            default:
                throw new ArgumentException(kind);
        }
    }

    private static void ReadNothing(ref JsonReader reader)
    {
        JsonRecord record = reader.BeginRecord(_nothing);
        while (reader.NextField(ref record) is not null)
        {
        }
    }

    private static void ReadOne(ref JsonReader reader)
    {
        JsonRecord record = reader.BeginRecord(_one);
        while (reader.NextField(ref record) is not null)
        {
            _ = reader.TakeNull() ? null : reader.ReadString("a text", int.MaxValue);
        }
    }
}
