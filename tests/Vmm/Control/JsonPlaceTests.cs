using System.Linq;
using System.Text;
using Kiln.Vmm.Control;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Broken JSON is named at the character that breaks it, in one line that nothing in the file can stretch or color.</summary>
public sealed class JsonPlaceTests
{
    [Theory]
    [InlineData(" \n ", "2:2: invalid JSON: it ends too early")]
    [InlineData("{\r\n  \"a\" 1\r\n}", "2:7: invalid JSON: '1' was not expected here")]
    [InlineData("{\n  a: 1}", "2:3: invalid JSON: 'a' was not expected here")]
    [InlineData("{\n  \"a\":   treu\n}", "2:12: invalid JSON: 'e' was not expected here")]
    [InlineData("{\n  \"a\": 01\n}", "2:9: invalid JSON: '1' was not expected here")]
    [InlineData("{\"a\": \"x\ty\"}", "1:9: invalid JSON: the byte 0x09 was not expected here")]
    [InlineData("{\"a\": \"x\\qy\"}", "1:10: invalid JSON: 'q' was not expected here")]
    [InlineData("{\"\u00e9\u00e9\": \"\u00e9\ty\"}", "1:10: invalid JSON: the byte 0x09 was not expected here")]
    [InlineData("{\"a\": \"never ends", "1:18: invalid JSON: it ends too early")]
    [InlineData("{\"a\": [1,]}", "1:10: invalid JSON: ']' was not expected here")]
    [InlineData("{}\n\n  x", "3:3: invalid JSON: 'x' was not expected here")]
    [InlineData("{\"a\": /* no */ 1}", "1:7: invalid JSON: comments are not allowed")]
    [InlineData("\ufeff{}", "1:1: invalid JSON: it starts with a byte order mark; save it without")]
    [InlineData("{\n\"a\": 1, \"b\": {}, \"a\": 2}", "2:18: duplicate field `a` in the configuration; keep one")]
    [InlineData("{\"a\": {\"b\": 1, \"\\u0062\": 2}}", "1:16: duplicate field `b` in a; keep one")]
    [InlineData("{\"a\": {\"b\": {\"c\\n\": 1, \"c\\n\": 2}}}", "1:24: duplicate field `c\\u000a` in a.b; keep one")]
    [InlineData("{\"\\ud800\": 1}", "1:2: invalid JSON: a string is not UTF-8 or has half of a surrogate pair")]
    public void AMistakeHasItsPlace(string json, string message) => Assert.Equal($"vm.json:{message}", LineFor(json));

    [Fact]
    public void SixteenLevelsAreReadAndNoMore()
    {
        JsonParser.Parse(new JsonText("vm.json", [.. Repeat('[', 16), .. Repeat(']', 16)]));

        Assert.Equal("vm.json:1:17: invalid JSON: it nests deeper than 16 levels", LineFor(new string('[', 17) + new string(']', 17)));
        Assert.Equal("vm.json:1:17: invalid JSON: it nests deeper than 16 levels", LineFor(new string('[', 500_000)));
    }

    [Fact]
    public void TenThousandValuesAreReadAndNoMore()
    {
        Assert.Equal(9_999, JsonParser.Parse(Members(9_999)).Members.Count);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => JsonParser.Parse(Members(10_000)));
        Assert.EndsWith(": this is value 10001, of which a configuration has at most 10000", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\nb", "a\\u000ab")]
    [InlineData("\\u001b[31m", "\\u001b[31m")]
    [InlineData("a\\u202eb", "a\\u202eb")]
    [InlineData("\\u2028", "\\u2028")]
    [InlineData("\u00e9\u4e16", "\u00e9\u4e16")]
    public void ANameIsShownWithoutItsControlCharacters(string name, string shown) =>
        Assert.StartsWith(
            $"vm.json:1:49: unknown field `{shown}` in boot-source, ", LineForBootSource($"\"{name}\": 1"), StringComparison.Ordinal);

    [Fact]
    public void WhatIsLongIsCut()
    {
        Assert.StartsWith(
            $"vm.json:1:49: unknown field `{new string('x', 128)}... (300000 characters)` in",
            LineForBootSource($"\"{new string('x', 300_000)}\": 1"),
            StringComparison.Ordinal);
        Assert.Equal(
            $"vm.json:1:16: boot-source is the number {new string('1', 128)}... (300000 characters); an object is expected",
            LineFor($"{{\"boot-source\":{new string('1', 300_000)}}}"));
    }

    internal static string LineFor(string json) =>
        Assert.Throws<VmmFailure>(() => ConfigurationFile.Bind(new JsonText("vm.json", Encoding.UTF8.GetBytes(json)))).Message;

    private static string LineForBootSource(string member) =>
        LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"vmlinux\",{member}}}}}");

    private static JsonText Members(int count) =>
        new("vm.json", Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{index}\":0"))}}}"));

    private static IEnumerable<byte> Repeat(char character, int count) => Enumerable.Repeat((byte)character, count);
}
