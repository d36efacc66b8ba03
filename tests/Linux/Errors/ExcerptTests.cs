using Kiln.Linux.Errors;
using Xunit;

namespace Kiln.Linux.Tests.Errors;

/// <summary>Hostile text in a message: always one line that cannot control a terminal.</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines", "two\\u000alines")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("right\u202eleft", "right\\u202eleft")]
    [InlineData("line\u2028end\u2029", "line\\u2028end\\u2029")]
    [InlineData("\uf2bf\u0378", "\\uf2bf\\u0378")]
    [InlineData("\u0085", "\\u0085")]
    [InlineData("\u00e9\u4e2d", "\u00e9\u4e2d")]
    public void WhatIsNotPlainIsSpelledOut(string text, string shown)
    {
        Assert.Equal(shown, Excerpt.Of(text));
        Assert.Equal(shown, Excerpt.OfPath(text));
    }

    [Fact]
    public void ATextIsCutAndSaysHowLongItWas()
    {
        Assert.Equal(new string('a', 128), Excerpt.Of(new string('a', 128)));
        Assert.Equal(new string('a', 128) + "... (129 characters)", Excerpt.Of(new string('a', 129)));
    }

    [Fact]
    public void APathThatCanExistIsShownWhole()
    {
        Assert.Equal(new string('a', 4095), Excerpt.OfPath(new string('a', 4095)));
        Assert.Equal(new string('a', 4095) + "... (4096 characters)", Excerpt.OfPath(new string('a', 4096)));
    }

    [Fact]
    public void ACutThroughAPairLeavesNoHalfCharacter()
    {
        string shown = Excerpt.Of(new string('a', 127) + "\U0001F600");

        Assert.Equal(new string('a', 127) + "\\ud83d... (129 characters)", shown);
    }
}
