using System.Linq;
using Kiln.Jailer.Foundation;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>A report arrives whole or not at all.</summary>
public sealed class ProfileReportTests
{
    private static readonly ProfileReport _compiled = new(["a.yaml:1:1: warning KP308: \u00fc\n", ""], [], [0, (byte)'e', 255]);
    private static readonly ProfileReport _wrong = new(["w"], ["first", "second"], null);

    [Fact]
    public void AReportIsReadAsItWasWritten()
    {
        AssertSame(_compiled, ProfileReport.TryRead(_compiled.ToBytes()));
        AssertSame(_wrong, ProfileReport.TryRead(_wrong.ToBytes()));
    }

    [Fact]
    public void TheBeginningOfAReportIsNone()
    {
        byte[] bytes = _compiled.ToBytes();

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(ProfileReport.TryRead(bytes.AsSpan(0, length))));
    }

    // The last: a set and an error, neither of them, two sets.
    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'s', 1, 0, 0, 0, 7, 0 })]
    [InlineData(new byte[] { (byte)'x', 1, 0, 0, 0, 7 })]
    [InlineData(new byte[] { (byte)'e', 255, 255, 255, 255, 7 })]
    [InlineData(new byte[] { (byte)'e', 255, 255, 255, 127, 7 })]
    [InlineData(new byte[] { (byte)'s', 0, 0, 0, 0, (byte)'e', 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'w', 0, 0, 0, 0 })]
    [InlineData(new byte[] { (byte)'s', 0, 0, 0, 0, (byte)'s', 0, 0, 0, 0 })]
    public void OtherBytesAreNone(byte[] bytes) => Assert.Null(ProfileReport.TryRead(bytes));

    [Fact]
    public void TheFirstErrorIsTheFailureAndOthersAreCounted()
    {
        Assert.Equal(_compiled.FilterSet, _compiled.DemandSet("dir"));
        Assert.Equal("first (and 1 more: jailer profile check dir)", Assert.Throws<JailerFailure>(() => _wrong.DemandSet("dir")).Message);
        Assert.Equal("first", Assert.Throws<JailerFailure>(() => new ProfileReport([], ["first"], null).DemandSet("dir")).Message);
    }

    private static void AssertSame(ProfileReport expected, ProfileReport? found)
    {
        Assert.NotNull(found);
        Assert.Equal(expected.Warnings, found.Warnings);
        Assert.Equal(expected.Errors, found.Errors);
        Assert.Equal(expected.FilterSet, found.FilterSet);
    }
}
