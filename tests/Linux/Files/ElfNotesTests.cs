using Kiln.Linux.Files;
using Xunit;

namespace Kiln.Linux.Tests.Files;

/// <summary>Notes are found by owner and type, and their descriptions stay within the bytes that exist.</summary>
public sealed class ElfNotesTests
{
    private static readonly byte[] _gnu = [4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, 9, 9, 0, 0];

    // A name of five bytes takes eight.
    private static readonly byte[] _kiln = [5, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0, 0, .. "Kiln\0\0\0\0"u8, 1, 2, 3, 0];

    [Fact]
    public void TheDescriptionIsBehindThePaddedName()
    {
        Assert.True(ElfNotes.TryFind([.. _gnu, .. _kiln], "Kiln\0"u8, 7, out ReadOnlySpan<byte> description));

        Assert.Equal([1, 2, 3], description.ToArray());
    }

    [Theory]
    [InlineData(17, 0)]
    [InlineData(20, 0)]
    [InlineData(22, 2)]
    public void WhatIsCutOffIsNotThere(int length, int described)
    {
        Assert.True(ElfNotes.TryFind(_kiln.AsSpan(..length), "Kiln\0"u8, 7, out ReadOnlySpan<byte> description));

        Assert.Equal(described, description.Length);
    }

    [Fact]
    public void AnotherOwnerTypeOrLengthIsPassedOver()
    {
        Assert.False(ElfNotes.TryFind(_kiln, "Kiln\0"u8, 8, out _));
        Assert.False(ElfNotes.TryFind(_kiln, "Kiln"u8, 7, out _));
        Assert.False(ElfNotes.TryFind(_kiln.AsSpan(..16), "Kiln\0"u8, 7, out _));
        Assert.False(ElfNotes.TryFind([], "Kiln\0"u8, 7, out _));
    }
}
