using System.Text;
using Kiln.Testing.Vmm.Json;
using Kiln.Vmm.Json;
using Xunit;

namespace Kiln.Vmm.Tests.Json;

/// <summary>The reader returns what the text says.</summary>
public sealed class JsonReaderTests
{
    [Fact]
    public void EverySortOfFieldIsRead()
    {
        SampleBody body = Read("""
            {
              "vcpu_count": 255, "mem_size_mib": 18446744073709551615, "smt": true, "cpu_template": "T2", "mtu": 65535,
              "amount": 4294967295, "pages": "2M", "label": "x", "names": ["a", "", "b"], "mac": "06:00:c0:a8:00:02",
              "properties": {"k": "v", "l": "w", "k": "x"},
              "limiter": {"ops": null, "bandwidth": {"refill_time": 3, "size": 1, "one_time_burst": 2}}
            }
            """);

        Assert.Equal((byte.MaxValue, ulong.MaxValue, true), (body.VcpuCount, body.MemSizeMib, body.Smt));
        Assert.Equal(SampleBody.Template.T2, body.CpuTemplate);
        Assert.Equal(((ushort?)65535, (uint?)4294967295, SampleBody.Pages.Huge), (body.Mtu, body.Amount, body.PageSize));
        Assert.Equal(("x", "06:00:c0:a8:00:02"), (body.Label, body.Mac));
        Assert.Equal(["a", "", "b"], body.Names);
        Assert.Equal([KeyValuePair.Create("k", "x"), KeyValuePair.Create("l", "w")], body.Properties);
        Assert.Equal((1UL, (ulong?)2UL, 3UL), body.Bandwidth);
    }

    [Fact]
    public void NullIsAsGoodAsNothingWhereAFieldMayBeMissing()
    {
        const string required = "\"vcpu_count\": 1, \"mem_size_mib\": 2";
        SampleBody absent = Read($"{{{required}}}");
        SampleBody empty = Read(
            $"{{{required}, \"cpu_template\": null, \"mtu\": null, \"amount\": null, \"limiter\": null, \"label\": null, \"properties\": null, \"mac\": null}}");

        foreach (SampleBody body in (SampleBody[])[absent, empty])
        {
            Assert.Equal((null, null, null, null), (body.CpuTemplate, body.Mtu, body.Amount, body.Label));
            Assert.Equal((null, null, 0), (body.Bandwidth, body.Mac, body.Properties.Count));
        }
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u0000\\u00e9\\u00E9\\uD83D\\uDE00x\"", "\0\u00e9\u00e9\ud83d\ude00x")]
    [InlineData("\"\u00e9\u4e16\ud83d\ude00\\n\u007f\"", "\u00e9\u4e16\ud83d\ude00\n\u007f")]
    public void AStringIsDecoded(string json, string value)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(json));

        Assert.Equal(value, reader.ReadString("a text", int.MaxValue));
        reader.End();
    }

    [Fact]
    public void ANameWithEscapesIsTheName() =>
        Assert.Equal(7, Read("{\"\\u0076cpu\\u005fcount\": 7, \"mem_size_mib\": 1, \"pages\": \"\\u0032M\"}").VcpuCount);

    [Theory]
    [InlineData("null", "Null")]
    [InlineData(" true", "Boolean")]
    [InlineData("\nfalse", "Boolean")]
    [InlineData("-1", "Number")]
    [InlineData("0", "Number")]
    [InlineData("\"\"", "String")]
    [InlineData("[]", "List")]
    [InlineData("\t{}", "Object")]
    public void TheKindOfAValueIsSeenBeforeItIsRead(string json, string kind)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(json));

        Assert.Equal(kind, reader.PeekKind().ToString());
        Assert.Equal(kind == "Null", reader.TakeNull());
    }

    [Theory]
    [InlineData("""{"size": 1, "refill_time": 2, "x": null, "y": [{"a": [1, -2.5e+7, "\ud800", true, false, {}, []]}], "x": 1e999}""")]
    [InlineData("""{"x": {}, "size": 1, "y": "", "refill_time": 2}""")]
    public void ALaxObjectSkipsWhatItDoesNotKnow(string json)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(json));

        Assert.Equal((1UL, (ulong?)null, 2UL), SampleBody.ReadBucket(ref reader));
        reader.End();
    }

    [Fact]
    public void ListsAndObjectsMayBeNestedInEachOther()
    {
        // At each level the reader needs the kind of the enclosing one.
        const string json = """[[{"a": [[{"b": {}}], {}]}, []], {"c": [{"d": []}]}]""";
        JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        reader.Skip();
        reader.End();

        Assert.Equal("expected `,` or `]` at line 1 column 25", SampleTexts.FailureOf("ignored", json.Insert(24, "}"))?.Message);
    }

    [Fact]
    public void NumbersBooleansAndNamesAreReadWithoutAnAllocation()
    {
        byte[] json = Encoding.UTF8.GetBytes("""
            {"size": 18446744073709551615, "more": {"a": [1, 2.5, "x", null, true]}, "one_time_burst": null, "refill_time": 100}
            """);
        ulong sum = 0;

        long allocated = Allocation.Of(() =>
        {
            JsonReader reader = new(json);
            sum += SampleBody.ReadBucket(ref reader).Refill;
            reader.End();
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2000 * 100UL, sum);
    }

    private static SampleBody Read(string json)
    {
        JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        SampleBody body = new();
        body.Read(ref reader);
        reader.End();
        return body;
    }
}
