using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Seccomp.Tests.Rules;

/// <summary>What each condition means, by example.</summary>
public sealed class ArgumentConditionTests
{
    [Theory]
    [InlineData(Comparison.Equal, ArgumentWidth.Bits64, 5, 5, true)]
    [InlineData(Comparison.Equal, ArgumentWidth.Bits64, 5, 0x1_0000_0005, false)]
    [InlineData(Comparison.Equal, ArgumentWidth.Bits32, 5, 0x1_0000_0005, true)]
    [InlineData(Comparison.Equal, ArgumentWidth.Bits32, 0xFFFF_FF9C, 0xFFFF_FFFF_FFFF_FF9C, true)]
    [InlineData(Comparison.Equal, ArgumentWidth.Bits64, 0xFFFF_FF9C, 0xFFFF_FFFF_FFFF_FF9C, false)]
    [InlineData(Comparison.NotEqual, ArgumentWidth.Bits64, 5, 5, false)]
    [InlineData(Comparison.NotEqual, ArgumentWidth.Bits64, 5, 0x1_0000_0005, true)]
    [InlineData(Comparison.NotEqual, ArgumentWidth.Bits32, 5, 0x1_0000_0005, false)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits64, 3, 0, true)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits64, 3, 2, true)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits64, 3, 7, false)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits64, 3, 0x1_0000_0001, false)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits32, 3, 0x1_0000_0001, true)]
    [InlineData(Comparison.FlagsSubsetOf, ArgumentWidth.Bits64, ulong.MaxValue, ulong.MaxValue, true)]
    public void AComparisonWithAValue(Comparison comparison, ArgumentWidth width, ulong value, ulong argument, bool matches) =>
        Assert.Equal(matches, ArgumentCondition.With(0, width, comparison, value).Matches(argument));

    [Theory]
    [InlineData(ArgumentWidth.Bits64, 0xF0, 0x10, 0x1F, true)]
    [InlineData(ArgumentWidth.Bits64, 0xF0, 0x10, 0x2F, false)]
    [InlineData(ArgumentWidth.Bits64, 0xFF_0000_0000, 0, 0x1_0000_0000, false)]
    [InlineData(ArgumentWidth.Bits64, 0xF0, 0x10, 0xFFFF_FFFF_0000_0010, true)]
    [InlineData(ArgumentWidth.Bits32, 0xF0, 0x10, 0xFFFF_FFFF_0000_0010, true)]
    public void AComparisonUnderAMask(ArgumentWidth width, ulong mask, ulong value, ulong argument, bool matches) =>
        Assert.Equal(matches, ArgumentCondition.Masked(0, width, mask, value).Matches(argument));

    [Theory]
    [InlineData(ArgumentWidth.Bits64, 1, true)]
    [InlineData(ArgumentWidth.Bits64, 2, false)]
    [InlineData(ArgumentWidth.Bits64, 9, true)]
    [InlineData(ArgumentWidth.Bits64, 0x1_0000_0009, false)]
    [InlineData(ArgumentWidth.Bits32, 0x1_0000_0009, true)]
    public void MembershipOfAList(ArgumentWidth width, ulong argument, bool matches) =>
        Assert.Equal(matches, ArgumentCondition.OneOf(0, width, 9, 1, 4, 9).Matches(argument));

    [Fact]
    public void WhatCannotBeAConditionIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ArgumentCondition.With(6, ArgumentWidth.Bits64, Comparison.Equal, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArgumentCondition.With(-1, ArgumentWidth.Bits64, Comparison.Equal, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArgumentCondition.With(0, ArgumentWidth.Bits64, Comparison.In, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArgumentCondition.OneOf(0, ArgumentWidth.Bits64));
        Assert.Throws<ArgumentException>(() => ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 0x1_0000_0000));
        Assert.Throws<ArgumentException>(() => ArgumentCondition.Masked(0, ArgumentWidth.Bits64, 0xF0, 0x01));
    }
}
