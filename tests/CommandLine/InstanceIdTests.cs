using Xunit;

namespace Kiln.CommandLine.Tests;

public sealed class InstanceIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("web-1")]
    [InlineData("-")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void LettersDigitsAndHyphensAreAName(string id) => Assert.Null(InstanceId.ReasonAgainst(id));

    [Theory]
    [InlineData("", "Invalid instance ID: Invalid len (0);  the length must be between 1 and 64")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", "Invalid instance ID: Invalid len (65);")]
    [InlineData("a/b", "Invalid instance ID: Invalid char (/) at position 1")]
    [InlineData("..", "Invalid instance ID: Invalid char (.) at position 0")]
    [InlineData("a\0", "Invalid instance ID: Invalid char (\0) at position 1")]
    public void OthersAreNotAndTheReasonIsFirecrackers(string id, string reason) =>
        Assert.StartsWith(reason, InstanceId.ReasonAgainst(id)!, StringComparison.Ordinal);
}
