using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>What a file quotes in a message cannot stretch or color it.</summary>
public sealed class QuotationTests
{
    [Fact]
    public void DeepNestingIsRefusedWhereItIsTooDeep() => Assert.StartsWith(
        "vm.json:1:173: recursion limit exceeded",
        LineFor($"{{\"metrics\": {{\"metrics_path\": \"m\", \"what is skipped\": {new string('[', 500_000)}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("a\\nb", "a\\u000ab")]
    [InlineData("\\u001b[31m", "\\u001b[31m")]
    [InlineData("a\\u202eb", "a\\u202eb")]
    [InlineData("\\u2028", "\\u2028")]
    [InlineData("\u00e9\u4e16", "\u00e9\u4e16")]
    public void ANameIsShownWithoutItsControlCharacters(string name, string shown) =>
        Assert.StartsWith(
            $"vm.json:1:49: unknown field `{shown}`, ", LineForBootSource($"\"{name}\": 1"), StringComparison.Ordinal);

    [Fact]
    public void WhatIsLongIsCut()
    {
        Assert.StartsWith(
            $"vm.json:1:49: unknown field `{new string('x', 128)}... (300000 characters)`, ",
            LineForBootSource($"\"{new string('x', 300_000)}\": 1"),
            StringComparison.Ordinal);
        Assert.Equal(
            "vm.json:1:300015: number out of range",
            LineFor($"{{\"boot-source\":{new string('1', 300_000)}}}"));
    }

    private static string LineFor(string json) => Configured.LineFor(json);

    private static string LineForBootSource(string member) =>
        LineFor($"{{\"boot-source\": {{\"kernel_image_path\": \"vmlinux\",{member}}}}}");
}
