using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Json;
using Kiln.Vmm.Json;
using Xunit;

namespace Kiln.Vmm.Tests.Json;

/// <summary>A text that cannot be read is refused in serde_json's words and with its line and column: clients of Firecracker match them.</summary>
public sealed class JsonMessageTests
{
    public static TheoryData<string, string, string> All
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            foreach ((string kind, string text, string message) in SerdeMessages.OfTheReference.Concat(SerdeMessages.OfSerde))
            {
                rows.Add(kind, text, message);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AMistakeHasSerdesWords(string kind, string text, string message) =>
        Assert.Equal(message, SampleTexts.FailureOf(kind, text)?.Message);

    [Fact]
    public void TheTableIsWhole()
    {
        Assert.Equal(13, SerdeMessages.OfTheReference.Count);
        Assert.Equal(153, SerdeMessages.OfSerde.Count);
    }

    [Fact]
    public void TheDepthIsSerdes()
    {
        Assert.Equal("recursion limit exceeded at line 1 column 128", SampleTexts.FailureOf("ignored", new string('[', 128))?.Message);
        Assert.Equal("recursion limit exceeded at line 1 column 128", SampleTexts.FailureOf("ignored", new string('[', 100_000))?.Message);
        Assert.Null(SampleTexts.FailureOf("ignored", new string('[', 127) + new string(']', 127)));
    }

    [Theory]
    [InlineData("string", new byte[] { (byte)'"', 0xC3, (byte)'"' }, "invalid unicode code point at line 1 column 3")]
    [InlineData("string", new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' }, "invalid unicode code point at line 1 column 5")]
    [InlineData("string", new byte[] { (byte)'"', 0xC3, (byte)'\\', (byte)'n', 0xA9, (byte)'"' }, "invalid unicode code point at line 1 column 6")]
    [InlineData("one", new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':' }, "invalid unicode code point at line 1 column 4")]
    [InlineData("one", new byte[] { 0xFF }, "expected value at line 1 column 1")]
    public void BytesThatAreNoTextAreRefused(string kind, byte[] text, string message) =>
        Assert.Equal(message, SampleTexts.FailureOf(kind, text)?.Message);

    // Where Kiln says something else, each for a reason that README.md gives.
    [Theory]
    [InlineData("one", "[null]", "invalid type: sequence, expected struct One at line 1 column 0")]
    [InlineData("machine", """{"pages": {"2M": null}}""", "expected value at line 1 column 11")]
    [InlineData("one", "{\"a\\n\\u200b\": 1}", "unknown field `a\\u000a\\u200b`, expected `only` at line 1 column 12")]
    [InlineData("machine", "{\"pages\": \"\\u001b\"}", "unknown variant `\\u001b`, expected `None` or `2M` at line 1 column 18")]
    public void ADifferenceIsOneOnPurpose(string kind, string text, string message) =>
        Assert.Equal(message, SampleTexts.FailureOf(kind, text)?.Message);

    [Fact]
    public void WhatIsLongIsCut()
    {
        string text = new('x', 10_000);

        Assert.Equal(
            $"unknown field `{text[..128]}... (10000 characters)`, expected `only` at line 1 column 10003",
            SampleTexts.FailureOf("one", $"{{\"{text}\": 1}}")?.Message);
        Assert.Equal(
            $"invalid type: string \"{text[..128]}\"... (10000 characters), expected u8 at line 1 column 10002",
            SampleTexts.FailureOf("u8", $"\"{text}\"")?.Message);
    }

    // The column is serde's; an editor is sent to where the thing starts.
    [Theory]
    [InlineData("machine", "{\"vcpu_count\":  @\"a\"}")]
    [InlineData("machine", "{\"vcpu_count\":  @300}")]
    [InlineData("machine", "{\"vcpu_count\": 1, @\"x\" : 1}")]
    [InlineData("machine", "{\"vcpu_count\": 1, @\"vcpu_count\" : 1}")]
    [InlineData("machine", "{\"limiter\": {\"ops\":\n @{\"size\": 1 } }}")]
    [InlineData("machine", "{\"pages\":\n @\"4K\" }")]
    [InlineData("machine", "{\"macs\": [\"06:00:c0:a8:00:02\",  @\"x\" , 1]}")]
    [InlineData("machine", "{\"vcpu_count\" @1}")]
    [InlineData("machine", "{\"vcpu_count\": 1 @\"a\"}")]
    [InlineData("string", "\"a@\tb\"")]
    [InlineData("string", "\"a\\@qb\"")]
    [InlineData("one", "{} @x")]
    [InlineData("one", "{@")]
    [InlineData("one", "@")]
    public void TheOffsetIsWhereTheMistakeStarts(string kind, string text)
    {
        int offset = Encoding.UTF8.GetByteCount(text[..text.IndexOf('@', StringComparison.Ordinal)]);

        Assert.Equal(offset, SampleTexts.FailureOf(kind, text.Replace("@", "", StringComparison.Ordinal))?.Offset);
    }

    [Fact]
    public void TheWordsComeWithoutThePlaceToo()
    {
        JsonFailure failure = Assert.IsType<JsonFailure>(SampleTexts.FailureOf("u8", "\n 300"));

        Assert.Equal("invalid value: integer `300`, expected u8", failure.Words);
        Assert.Equal("invalid value: integer `300`, expected u8 at line 2 column 4", failure.Message);
    }
}
