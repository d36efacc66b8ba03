using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>What the operator writes stays, what the monitor adds goes to the kernel, and the whole fits.</summary>
public sealed class KernelCommandLineTests
{
    private const ulong Address = 0x2_0000;

    [Theory]
    [InlineData(null, KernelCommandLine.Default + " pci=off")]
    [InlineData("", "pci=off")]
    [InlineData("console=ttyS0", "console=ttyS0 pci=off")]
    [InlineData("  console=ttyS0  quiet ", "console=ttyS0  quiet pci=off")]
    [InlineData("quiet -- init args", "quiet pci=off -- init args")]
    [InlineData("quiet --  a -- b ", "quiet pci=off -- a -- b")]
    [InlineData("quiet -- ", "quiet pci=off")]
    [InlineData("a=\"x -- y\" b", "a=\"x -- y\" b pci=off")]
    [InlineData("a=\"x -- y\" -- b", "a=\"x -- y\" pci=off -- b")]
    [InlineData("--flag", "--flag pci=off")]
    [InlineData("-- x", "pci=off -- x")]
    [InlineData(" -- x", "pci=off -- x")]
    [InlineData("quiet --", "quiet pci=off")]
    [InlineData("--", "pci=off")]
    [InlineData("quiet\t--\ninit", "quiet pci=off -- init")]
    [InlineData("quiet\r\n--\f\vinit", "quiet pci=off -- init")]
    [InlineData("quiet \"--\" init", "quiet pci=off -- init")]
    [InlineData("quiet --=1 init", "quiet --=1 init pci=off")]
    [InlineData("quiet a-- --b", "quiet a-- --b pci=off")]
    [InlineData("a=\u00e0-- init", "a=\u00e0 pci=off -- init")]
    [InlineData("a=\u00e9-- --\u00e0 init", "a=\u00e9-- --\u00e0 init pci=off")]
    public void ArgumentsOfTheMonitorGoBehindTheKernelsOwn(string? text, string whole)
    {
        KernelCommandLine line = KernelCommandLine.Parse(text);
        line.Append("pci=off");

        Assert.Equal(whole, line.ToString());
    }

    [Fact]
    public void BytesAreUtf8WithOneNul() => Assert.Equal([.. "a=\u00e9"u8, 0], KernelCommandLine.Parse("a=\u00e9").ToBytes());

    [Fact]
    public void TheLineIsWrittenWithItsNul()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 << 20);

        Assert.Equal(6, KernelCommandLine.Parse("quiet").Write(memory));

        Assert.True(memory.TryGetSpan(new GuestAddress(Address - 1), 9, out Span<byte> span));
        Assert.Equal([0, .. "quiet"u8, 0, 0, 0], span.ToArray());
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        using GuestMemory memory = GuestMemoryTests.Create(Address);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse("quiet").Write(memory));

        Assert.Equal("guest memory is too small for the kernel command line; raise mem_size_mib", failure.Message);
    }

    [Theory]
    [InlineData("a\0b", "it contains a NUL character")]
    [InlineData("a=\"open -- b", "it opens a quotation that it does not close, which would take the arguments that the monitor adds; close it in boot_args")]
    public void WhatNoKernelCanBeGivenIsRefused(string text, string reason) => Assert.Equal(
        $"The kernel command line is invalid: {reason}", Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse(text)).Message);

    [Theory]
    [InlineData(2047, 'a')]
    [InlineData(1023, '\u00e9')]
    public void TheLongestLineFitsExactly(int length, char character)
    {
        string text = new(character, length);
        Assert.Equal(text, KernelCommandLine.Parse(text).ToString());

        VmmFailure failure = Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse(text + character));
        int bytes = ((length + 1) * (character == 'a' ? 1 : 2)) + 1;
        Assert.Equal(
            $"The kernel command line is invalid: it takes {bytes} bytes with its NUL, of which 2048 can be; shorten boot_args",
            failure.Message);
    }

    [Fact]
    public void AnArgumentOfTheMonitorNeedsRoomToo()
    {
        KernelCommandLine line = KernelCommandLine.Parse(new string('a', 2040));

        Assert.Contains("2049 bytes", Assert.Throws<VmmFailure>(() => line.Append("pci=off")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u00e9")]
    public void AnArgumentOfTheMonitorIsPrintableAscii(string argument) => Assert.Equal(
        "The kernel command line is invalid: an argument that the monitor adds is not printable ASCII",
        Assert.Throws<VmmFailure>(() => KernelCommandLine.Parse("").Append(argument)).Message);
}
