using Kiln.Vmm.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Data;

/// <summary>A patch is merged as RFC 7396 says: the contract's cases, and those of the RFC's appendix.</summary>
public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":null}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"d":{"e":null}}}""", """{"a":{"b":1,"c":2,"d":{}}}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", "[1]", "[1]")]
    [InlineData("""{"a":{"b":1,"c":2}}""", "null", "null")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":5}""", """{"a":5}""")]
    [InlineData("\"s\"", """{"x":1}""", """{"x":1}""")]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"a":1,"e":null}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("{}", """{"a":[null,{"b":null}]}""", """{"a":[null,{"b":null}]}""")]
    public void APatchIsMerged(string target, string patch, string expected) => Assert.Equal(expected, Merge(target, patch).Text());

    [Fact]
    public void ADocumentDoesNotGrowByPatchesThatReplace()
    {
        MetadataDocument document = Metadata.Of("""{"a":{"b":[1,2,3],"c":"x"},"d":1}""");
        MetadataDocument patch = Metadata.Of("""{"a":{"b":[4,5,6],"c":"y"},"d":2}""");
        (int nodes, int plain) = (document.Count, document.PlainLength);
        for (int round = 0; round < 100; round++)
        {
            document = new MergePatch(document, patch).Apply();
        }

        Assert.Equal((nodes, plain), (document.Count, document.PlainLength));
    }

    [Fact]
    public void ARefusedPatchLeavesTheData()
    {
        MetadataStore store = new(limit: 17);

        Assert.Equal(StoreRefusal.NotInitialized, store.Patch(Metadata.Of("{}")));
        Assert.Equal(StoreRefusal.TooLong, store.Put(Metadata.Of("""{"a":"0123456789"}""")));
        Assert.Null(store.Document);
        Assert.Null(store.Put(Metadata.Of(""" {"a": "012345678"} """)));
        Assert.Equal(StoreRefusal.TooLong, store.Patch(Metadata.Of("""{"b":1}""")));
        Assert.Equal("""{"a":"012345678"}""", store.Document!.Text());
        Assert.Null(store.Patch(Metadata.Of("""{"a":null,"b":1}""")));
        Assert.Equal("""{"b":1}""", store.Document!.Text());
    }

    private static MetadataDocument Merge(string target, string patch)
    {
        MetadataStore store = new(MetadataDocument.MostLength);
        Assert.Null(store.Put(Metadata.Of(target)));
        Assert.Null(store.Patch(Metadata.Of(patch)));
        return store.Document!;
    }
}
