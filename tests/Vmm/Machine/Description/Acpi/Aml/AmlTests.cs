using System.Linq;
using CsCheck;
using Kiln.Vmm.Machine.Description.Acpi.Aml;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi.Aml;

/// <summary>Terms of AML, byte by byte as chapters 6.4 and 20 of the specification have them.</summary>
public sealed class AmlTests
{
    [Theory]
    [InlineData(0UL, new byte[] { 0x00 })]
    [InlineData(1UL, new byte[] { 0x01 })]
    [InlineData(2UL, new byte[] { 0x0A, 0x02 })]
    [InlineData(0xFFUL, new byte[] { 0x0A, 0xFF })]
    [InlineData(0x100UL, new byte[] { 0x0B, 0x00, 0x01 })]
    [InlineData(0xFFFFUL, new byte[] { 0x0B, 0xFF, 0xFF })]
    [InlineData(0x1_0000UL, new byte[] { 0x0C, 0x00, 0x00, 0x01, 0x00 })]
    [InlineData(0xFFFF_FFFFUL, new byte[] { 0x0C, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(0x1_0000_0000UL, new byte[] { 0x0E, 0, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData(ulong.MaxValue, new byte[] { 0x0E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void ANumberTakesAsFewBytesAsItFits(ulong value, byte[] expected) => Assert.Equal(expected, AmlData.Integer(value).Bytes.ToArray());

    [Fact]
    public void ANumberOfFourBytesKeepsThem() => Assert.Equal([0x0C, 3, 0, 0, 0], AmlData.DWord(3).Bytes.ToArray());

    [Fact]
    public void ATextEndsWithZero() => Assert.Equal([0x0D, .. "VM_Gen"u8, 0], AmlData.String("VM_Gen").Bytes.ToArray());

    [Theory]
    [InlineData("PNP0501", new byte[] { 0x0C, 0x41, 0xD0, 0x05, 0x01 })]
    [InlineData("PNP0303", new byte[] { 0x0C, 0x41, 0xD0, 0x03, 0x03 })]
    [InlineData("AZZFEDC", new byte[] { 0x0C, 0x07, 0x5A, 0xFE, 0xDC })]
    public void AnEisaIdIsCompressed(string id, byte[] expected) => Assert.Equal(expected, AmlData.EisaId(id).Bytes.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("PNP050")]
    [InlineData("PNP05011")]
    [InlineData("PnP0501")]
    [InlineData("PN@0501")]
    [InlineData("PNP05G1")]
    [InlineData("PNP+501")]
    public void AnotherEisaIdIsRefused(string id) => Assert.Throws<ArgumentException>(() => AmlData.EisaId(id));

    [Theory]
    [InlineData("_SB_", new byte[] { 0x5F, 0x53, 0x42, 0x5F })]
    [InlineData(@"\_SB_", new byte[] { 0x5C, 0x5F, 0x53, 0x42, 0x5F })]
    [InlineData("_SB_.GED_", new byte[] { 0x2E, 0x5F, 0x53, 0x42, 0x5F, 0x47, 0x45, 0x44, 0x5F })]
    [InlineData(@"\A000.B111.C222", new byte[] { 0x5C, 0x2F, 3, 0x41, 0x30, 0x30, 0x30, 0x42, 0x31, 0x31, 0x31, 0x43, 0x32, 0x32, 0x32 })]
    public void ANameIsItsSegments(string name, byte[] expected) => Assert.Equal(expected, AmlName.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData(@"\")]
    [InlineData("GED")]
    [InlineData("GED__")]
    [InlineData("0GED")]
    [InlineData("ged_")]
    [InlineData("_SB_.")]
    [InlineData("_SB_..GED_")]
    [InlineData(@"_SB_\GED_")]
    [InlineData("GÉD_")]
    public void AnotherNameIsRefused(string name) => Assert.Throws<ArgumentException>(() => AmlName.Of(name));

    [Fact]
    public void ANameHasAtMost255Segments()
    {
        Assert.Equal(2 + (4 * 255), AmlName.Of(string.Join('.', Enumerable.Repeat("ABCD", 255))).Length);
        Assert.Throws<ArgumentException>(() => AmlName.Of(string.Join('.', Enumerable.Repeat("ABCD", 256))));
    }

    [Theory]
    [InlineData("tab\0le")]
    [InlineData("é")]
    public void AnotherTextIsRefused(string text) => Assert.Throws<ArgumentException>(() => AmlData.String(text));

    [Fact]
    public void ABufferSaysItsLength()
    {
        Assert.Equal([0x11, 0x05, 0x0A, 0x02, 0xAA, 0xBB], AmlData.Buffer([0xAA, 0xBB]).Bytes.ToArray());
        Assert.Equal([0x11, 0x02, 0x00], AmlData.Buffer([]).Bytes.ToArray());
    }

    [Fact]
    public void APackageCountsItsElements()
    {
        Assert.Equal([0x12, 0x05, 0x02, 0x0A, 0x07, 0x01], AmlData.Package(AmlData.Integer(7), AmlData.Integer(1)).Bytes.ToArray());
        Assert.Throws<OverflowException>(() => AmlData.Package([.. Enumerable.Repeat(AmlData.Integer(0), 256)]));
    }

    [Fact]
    public void ObjectsHaveTheirCodes()
    {
        AmlTerm one = AmlObject.Name("_UID", AmlData.Integer(1));

        Assert.Equal([0x08, .. "_UID"u8, 0x01], one.Bytes.ToArray());
        Assert.Equal([0x5B, 0x82, 0x0B, .. "PS2_"u8, .. one.Bytes], AmlObject.Device("PS2_", one).Bytes.ToArray());
        Assert.Equal([0x10, 0x0C, (byte)'\\', .. "_SB_"u8, .. one.Bytes], AmlObject.Scope(@"\_SB_", one).Bytes.ToArray());
        Assert.Equal([0x14, 0x06, .. "_EVT"u8, 0x09], AmlObject.SerializedMethod("_EVT", 1).Bytes.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => AmlObject.SerializedMethod("_EVT", 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => AmlObject.SerializedMethod("_EVT", -1));
    }

    [Fact]
    public void StatementsHaveTheirCodes()
    {
        AmlTerm equal = AmlStatement.Equal(AmlStatement.FirstArgument, AmlData.Integer(5));
        AmlTerm notify = AmlStatement.Notify("VGEN", 0x80);

        Assert.Equal([0x93, 0x68, 0x0A, 0x05], equal.Bytes.ToArray());
        Assert.Equal([0x86, .. "VGEN"u8, 0x0A, 0x80], notify.Bytes.ToArray());
        Assert.Equal([0xA0, 0x0C, .. equal.Bytes, .. notify.Bytes], AmlStatement.If(equal, notify).Bytes.ToArray());
    }

    [Fact]
    public void ResourcesHaveTheirDescriptors()
    {
        byte[] ports = [0x47, 1, 0xF8, 0x03, 0xF8, 0x03, 1, 8];
        byte[] interrupt = [0x89, 6, 0, 3, 1, 23, 0, 0, 0];

        Assert.Equal(ports, AmlResource.Ports(0x3F8, 8).Bytes.ToArray());
        Assert.Equal(interrupt, AmlResource.Interrupt(23).Bytes.ToArray());
        Assert.Equal([0x86, 9, 0, 1, 0, 0x10, 0, 0xC0, 0, 0x10, 0, 0], AmlResource.Registers(0xC000_1000, 0x1000).Bytes.ToArray());
        Assert.Equal(
            [0x87, 23, 0, 0, 0x0D, 2, 0, 0, 0, 0, 0, 0xE0, 0x0D, 0, 0xFF, 0xEF, 0x0D, 0, 0, 0, 0, 0, 0, 0x10, 0, 0],
            AmlResource.ReadOnlyMemory(0xD_E000, 0x1000).Bytes.ToArray());
        Assert.Throws<OverflowException>(() => AmlResource.ReadOnlyMemory(0xFFFF_FFFF, 2));
        Assert.Equal(
            AmlData.Buffer([.. ports, .. interrupt, 0x79, 0]).Bytes,
            AmlResource.Template(AmlResource.Ports(0x3F8, 8), AmlResource.Interrupt(23)).Bytes.ToArray());
    }

    // However deep terms lie in each other, their lengths lead a reader through all of them.
    [Fact]
    public void NestedTermsAreSkippedWhole() =>
        Gen.Int[0, 3_000].Array[1, 12].Sample(sizes =>
        {
            AmlTerm term = AmlData.Buffer(new byte[sizes[0]]);
            foreach (int size in sizes.Skip(1))
            {
                term = AmlData.Package(term, AmlData.Buffer(new byte[size]));
            }
            ReadOnlySpan<byte> rest = term.Bytes;
            for (int depth = sizes.Length - 1; depth > 0; depth--)
            {
                ReadOnlySpan<byte> content = Enter(rest, 0x12, out int length);
                Assert.Equal(rest.Length, length);
                Assert.Equal(2, content[0]);
                Enter(content[1..], depth == 1 ? (byte)0x11 : (byte)0x12, out int first);
                Enter(content[(1 + first)..], 0x11, out int second);
                Assert.Equal(content.Length, 1 + first + second);
                rest = content[1..(1 + first)];
            }
        }, iter: 500);

    private static ReadOnlySpan<byte> Enter(ReadOnlySpan<byte> term, byte code, out int length)
    {
        Assert.Equal(code, term[0]);
        int following = term[1] >> 6;
        int whole = following == 0 ? term[1] : term[1] & 0xF;
        for (int index = 0; index < following; index++)
        {
            whole |= term[2 + index] << (4 + (8 * index));
        }
        length = 1 + whole;
        return term[(2 + following)..length];
    }
}
