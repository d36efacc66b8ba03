using Kiln.Linux.Network;
using Xunit;

namespace Kiln.Linux.Tests.Network;

/// <summary>Attributes are found by type; what does not fit ends the list and is never read past.</summary>
public sealed class LinkAttributesTests(ITestOutputHelper output)
{
    // A byte in one of type 1, with padding; a text in 3; a number within 2, which is marked as nested.
    private static readonly byte[] _message =
    [
        5, 0, 1, 0, 42, 0, 0, 0,
        7, 0, 3, 0, (byte)'a', (byte)'b', 0, 0,
        12, 0, 2, 0x80, 8, 0, 4, 0, 1, 2, 0, 0,
    ];

    [Fact]
    public void EachIsFoundByItsType()
    {
        LinkAttributes attributes = new(_message);

        Assert.Equal(42, attributes.ByteOf(1));
        Assert.Equal("ab", attributes.TextOf(3));
        Assert.Equal(0x201u, attributes.Within(2).NumberOf(4));
        Assert.Null(attributes.NumberOf(4));
        Assert.Null(attributes.NumberOf(1));
        Assert.Equal("", attributes.Within(9).TextOf(4));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 4, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 1, 0, 42, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 1, 0, 42, 0, 0, 0 })]
    [InlineData(new byte[] { 9, 0, 1, 0, 42, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 1, 0, 42, 0, 0, 0 })]
    public void WhatDoesNotFitIsNotThere(byte[] bytes) => Assert.Equal(0, new LinkAttributes(bytes).ByteOf(1));

    [Fact]
    public void NoBytesMakeTheReaderFail()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int found = 0;
        for (int count = 0; count < 20_000; count++)
        {
            byte[] mutant = [.. _message[..random.Next(_message.Length + 1)]];
            for (int change = random.Next(3); change > 0 && mutant.Length > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            }
            LinkAttributes attributes = new(mutant);
            found += attributes.ByteOf(1) + attributes.TextOf(3).Length + (int)(attributes.Within(2).NumberOf(4) ?? 0 & 1);
        }
        output.WriteLine($"{found} found");
        Assert.NotEqual(0, found);
    }
}
