using System.Text;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>Broken JSON is named at the character that breaks it, in one line that nothing in the file can stretch or color.</summary>
public sealed class JsonPlaceTests
{
    // Unknown members of "metrics" are skipped, which makes room for every sort of text.
    [Theory]
    [InlineData(" \n ", "2:2: EOF while parsing a value")]
    [InlineData("{\r\n  \"metrics\" 1\r\n}", "2:13: expected `:`")]
    [InlineData("{\n  a: 1}", "2:3: key must be a string")]
    [InlineData("{\"metrics\": {\n  \"a\":   treu\n}", "2:12: expected ident")]
    [InlineData("{\"metrics\": {\n  \"a\": 01\n}", "2:9: invalid number")]
    [InlineData("{\"metrics\": {\"metrics_path\": \"x\ty\"}", "1:32: control character (\\u0000-\\u001F) found while parsing a string")]
    [InlineData("{\"metrics\": {\"a\": \"x\\qy\"}", "1:22: invalid escape")]
    [InlineData("{\"metrics\": {\"\u00e9\u00e9\": \"\u00e9\\q\"}", "1:23: invalid escape")]
    [InlineData("{\"metrics\": {\"a\": \"never ends", "1:29: EOF while parsing a string")]
    [InlineData("{\"metrics\": {\"a\": [1,]}", "1:22: expected value")]
    [InlineData("{\"boot-source\": {\"kernel_image_path\": \"k\"}}\n\n  x", "3:3: trailing characters")]
    [InlineData("{\"metrics\": /* no */ 1}", "1:13: expected value")]
    [InlineData("\ufeff{}", "1:1: expected value: it starts with a byte order mark; save it without")]
    [InlineData("{\n\"vsock\": null, \"balloon\": null, \"vsock\": 2}", "2:33: duplicate field `vsock`")]
    [InlineData("{\"boot-source\": {\"boot_args\": null, \"boot\\u005fargs\": 2}}", "1:37: duplicate field `boot_args`")]
    [InlineData("{\"\\ud800\": 1}", "1:9: unexpected end of hex escape")]
    public void AMistakeHasItsPlace(string json, string message) => Assert.Equal($"vm.json:{message}", LineFor(json));

    [Fact]
    public void AHundredAndTwentySevenLevelsAreReadAndNoMore()
    {
        Assert.Equal("vm.json:1:13: missing field `metrics_path`", LineFor(Nested(125, 125)));

        Assert.EndsWith(": recursion limit exceeded", LineFor(Nested(126, 126)), StringComparison.Ordinal);
        Assert.EndsWith(": recursion limit exceeded", LineFor(Nested(500_000, 0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\nb", "a\\u000ab")]
    [InlineData("\\u001b[31m", "\\u001b[31m")]
    [InlineData("a\\u202eb", "a\\u202eb")]
    [InlineData("\\u2028", "\\u2028")]
    [InlineData("\u00e9\u4e16", "\u00e9\u4e16")]
    public void ANameIsShownWithoutItsControlCharacters(string name, string shown) => Assert.StartsWith(
        $"vm.json:1:49: unknown field `{shown}`, expected one of ", LineForBootSource($"\"{name}\": 1"), StringComparison.Ordinal);

    [Fact]
    public void WhatIsLongIsCut()
    {
        Assert.StartsWith(
            $"vm.json:1:49: unknown field `{new string('x', 128)}... (300000 characters)`, ",
            LineForBootSource($"\"{new string('x', 300_000)}\": 1"),
            StringComparison.Ordinal);
        Assert.Equal(
            $"vm.json:1:16: invalid type: string \"{new string('y', 128)}\"... (300000 characters), expected struct BootSourceConfig",
            LineFor($"{{\"boot-source\":\"{new string('y', 300_000)}\"}}"));
    }

    internal static string LineFor(string json) => Assert.Throws<VmmFailure>(
        () => ConfigurationFile.Parse(new JsonText("vm.json", Encoding.UTF8.GetBytes(json))).Check()).Message;

    private static string LineForBootSource(string member) =>
        LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"vmlinux\",{member}}}}}");

    private static string Nested(int opened, int closed) =>
        $"{{\"metrics\": {{\"a\": {new string('[', opened)}{new string(']', closed)}}}}}";
}
