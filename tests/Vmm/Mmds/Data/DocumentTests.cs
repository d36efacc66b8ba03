using System.Linq;
using System.Text;
using Kiln.Vmm.Json;
using Kiln.Vmm.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Data;

/// <summary>A document prints as serde_json does, and finds its values by the contract's path rule.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData(" null ", "null")]
    [InlineData("[ true , false ]", "[true,false]")]
    [InlineData("""{"b": 1, "a": {"d": [], "c": {}}}""", """{"a":{"c":{},"d":[]},"b":1}""")]
    [InlineData("""{"a": 1, "b": 2, "a": 3}""", """{"a":3,"b":2}""")]
    [InlineData("""{"a": {"x": 1}, "\u0061": {"y": 2}}""", """{"a":{"y":2}}""")]
    [InlineData("""{"é": 1, "z": 2, "Z": 3, "": 4, "😀": 5, "\uffff": 6}""", "{\"\":4,\"Z\":3,\"z\":2,\"é\":1,\"\uffff\":6,\"😀\":5}")]
    [InlineData("""["\u0041\/\"\\\b\f\n\r\t\u001F\u007f\uD83D\uDE00"]""", "[\"A/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\u007f😀\"]")]
    [InlineData("[0, -0, -1, 18446744073709551615, 18446744073709551616, -9223372036854775808]",
        "[0,-0.0,-1,18446744073709551615,1.8446744073709552e19,-9223372036854775808]")]
    [InlineData("[1.0, 1.50, 1e2, 1e15, 1e16, 1E-5, 1e-6, 1.25e-7, 5e-324, 0e5]", "[1.0,1.5,100.0,1000000000000000.0,1e16,0.00001,1e-6,1.25e-7,5e-324,0.0]")]
    public void ATextBecomesCompact(string text, string expected) => Assert.Equal(expected, Metadata.Of(text).Text());

    [Theory]
    [InlineData("/", "latest/", Metadata.Example)]
    [InlineData("/latest", "meta-data/\nuser-data", "object")]
    [InlineData("//latest//", "meta-data/\nuser-data", "object")]
    [InlineData("/latest/meta-data/", "ami-id\nempty\nlist\nn\nsub/", "object")]
    [InlineData("/latest/meta-data/ami-id", "i-1", "\"i-1\"")]
    [InlineData("/latest/meta-data/empty", "", "\"\"")]
    [InlineData("/latest/meta-data/n", null, "5")]
    [InlineData("/latest/meta-data/list", null, "[\"a\",\"b\"]")]
    [InlineData("/latest/meta-data/list/1", "b", "\"b\"")]
    [InlineData("/latest/meta-data/list/01", null, null)]
    [InlineData("/latest/meta-data/list/2", null, null)]
    [InlineData("/latest/meta-data/list/-1", null, null)]
    [InlineData("/latest/meta-data/list/4294967297", null, null)]
    [InlineData("/latest/meta-data/nope/", null, null)]
    [InlineData("/latest/meta-data/ami-id/x", null, null)]
    [InlineData("/Latest", null, null)]
    [InlineData("/latest/user%2ddata", null, null)]
    public void AValueIsFoundByItsPath(string path, string? listing, string? json)
    {
        MetadataDocument document = Metadata.Of(Metadata.Example);
        int node = document.Find(Encoding.UTF8.GetBytes(path));

        Assert.Equal(json is null, node < 0);
        if (json is not null)
        {
            bool isText = document[node].Kind is JsonKind.String or JsonKind.Object;
            string text = Encoding.UTF8.GetString(document.JsonOf(node).Span);
            Assert.Equal(listing, isText ? Encoding.UTF8.GetString(document.PlainOf(node).Span) : null);
            Assert.Equal(json == "object" ? '{' : json[0], text[0]);
            Assert.Equal(Metadata.Of(json == "object" ? text : json).Text(), text);
        }
    }

    [Theory]
    [InlineData("/a~1b", "1")]
    [InlineData("/~0", "2")]
    [InlineData("/~01", "3")]
    [InlineData("/~", "2")]
    [InlineData("/~2", "4")]
    [InlineData("/a/b", null)]
    [InlineData("/é", "5")]
    public void ATokenIsUnescaped(string path, string? json)
    {
        MetadataDocument document = Metadata.Of("""{"a/b": 1, "~": 2, "~1": 3, "~2": 4, "\u00e9": 5}""");
        int node = document.Find(Encoding.UTF8.GetBytes(path));

        Assert.Equal(json, node < 0 ? null : Encoding.UTF8.GetString(document.JsonOf(node).Span));
    }

    [Fact]
    public void EveryOneOfManyNamesIsFoundAndNoOther()
    {
        string text = $"{{{string.Join(',', Enumerable.Range(0, 1000).Select(number => $"\"{number * 2}\":{number}"))}}}";
        MetadataDocument document = Metadata.Of(text);
        for (int number = 0; number < 2000; number++)
        {
            int node = document.Find(Encoding.UTF8.GetBytes($"/{number}"));
            Assert.Equal(number % 2 == 0 ? $"{number / 2}" : null, node < 0 ? null : Encoding.UTF8.GetString(document.JsonOf(node).Span));
        }
    }

    [Fact]
    public void ALookUpAllocatesNothing()
    {
        MetadataDocument document = Metadata.Of(Metadata.Example);
        byte[] path = Encoding.UTF8.GetBytes("//latest/meta-data/list/1/");

        int node = 0;

        Assert.Equal(0, Allocation.Of(() => node = document.Find(path)));
        Assert.InRange(node, 1, document.Count);
    }

    [Fact]
    public void TheMemoryOfForgottenDocumentsIsGivenBack()
    {
        int most = 0;
        for (int count = 0; count < 2000; count++)
        {
            _ = Metadata.Of($"[\"{new string('x', 10_000)}\"]");
            most = Math.Max(most, DocumentMemory.Count);
        }

        Assert.InRange(most, 1, 1000);
    }
}
