using Kiln.Vmm.Machine.Boot;
using Xunit;

namespace Kiln.Vmm.Tests.Boot;

/// <summary>The kernel command line.</summary>
public sealed class KernelCommandLineTests
{
    [Fact]
    public void NothingSaidIsTheDefault() => Assert.Equal(
        "reboot=k panic=1 nomodule 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce",
        KernelCommandLine.Parse(null).ToString());

    [Theory]
    [InlineData("", "pci=off")]
    [InlineData("a b", "a b pci=off")]
    [InlineData("a -- b", "a pci=off -- b")]
    [InlineData("x=\"a -- b\" c", "x=\"a -- b\" c pci=off")]
    [InlineData("  a   --  b  ", "a pci=off -- b")]
    public void TheMonitorsArgumentsGoToTheKernelAndNotToInit(string text, string expected)
    {
        KernelCommandLine line = KernelCommandLine.Parse(text);
        line.Append("pci=off");

        Assert.Equal(expected, line.ToString());
    }

    [Fact]
    public void TheLineEndsWithANul() => Assert.Equal("a\0"u8, KernelCommandLine.Parse("a").ToBytes());

    [Fact]
    public void TwoThousandFortyEightBytesWithTheNulFit()
    {
        KernelCommandLine line = KernelCommandLine.Parse(new string('a', 2047));

        Assert.Equal(2048, line.ToBytes().Length);
        Assert.Throws<VmmFailure>(() => line.Append("b"));
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(100_000)]
    public void MoreIsRefused(int length) =>
        Assert.Contains("of which 2048 can be", Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse(new string('a', length))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(" -- init")]
    [InlineData("a\0b")]
    public void WhatNoKernelCouldReadIsRefused(string text) => Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse(text));
}
