using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.State;

/// <summary>What was written is read again, and everything else is refused by section and field.</summary>
public sealed class StateTests : IDisposable
{
    private readonly MappedMemory _memory = MappedMemory.TryCreate(StateFormat.Longest) ?? throw new InvalidOperationException("no memory");

    internal delegate void Writing(ref StateWriter state);

    internal delegate void Reading(ref StateReader state);

    private enum Kind : byte
    {
        First,
        Second,
        Third,
    }

    public void Dispose() => _memory.Unmap();

    [Theory]
    [InlineData("123456789", 0xE9C6_D914_C4B8_D9CA)]
    [InlineData("{{{{{{{{{{{{{{{{", 0x29D5_3572_1632_6566)]
    public void TheChecksumIsTheContracts(string text, ulong sum) =>
        Assert.Equal(sum, Crc64.Of(text.Select(character => (byte)character).ToArray()));

    [Fact]
    public void ValuesComeBackInTheirOrder()
    {
        byte[] state = Written((ref StateWriter to) =>
        {
            to.Begin("machine", 3);
            to.WriteByte(0xFE);
            to.WriteUInt16(0xFEDC);
            to.Begin("part", 1);
            to.WriteUInt32(0xFEDC_BA98);
            to.WriteUInt64(0xFEDC_BA98_7654_3210);
            to.End();
            to.WriteBoolean(true);
            to.WriteEnum(Kind.Third);
            to.WriteEnum(ConsoleModifiers.Alt);
            to.WriteCount(5);
            to.WriteBytes([1, 2, 3]);
            to.WriteStructure((0x0102_0304u, 0x0506_0708u));
            to.End();
        });

        StateReader from = new(state);
        Assert.Equal(3, from.Begin("machine", 4));
        Assert.Equal((0xFE, 0xFEDC), (from.ReadByte("a"), from.ReadUInt16("b")));
        Assert.Equal(1, from.Begin("part", 1));
        Assert.Equal((0xFEDC_BA98, 0xFEDC_BA98_7654_3210), (from.ReadUInt32("c"), from.ReadUInt64("d")));
        from.End();
        Assert.True(from.ReadBoolean("e"));
        Assert.Equal(Kind.Third, from.ReadEnum("f", Kind.Third));
        Assert.Equal(ConsoleModifiers.Alt, from.ReadFlags("g", ConsoleModifiers.Alt | ConsoleModifiers.Shift));
        Assert.Equal(5, from.ReadCount("h", 5));
        byte[] bytes = new byte[4];
        Assert.Equal(3, from.ReadBytes("i", bytes));
        Assert.Equal([1, 2, 3, 0], bytes);
        (uint, uint) structure = default;
        from.ReadStructure("j", ref structure);
        Assert.Equal((0x0102_0304u, 0x0506_0708u), structure);
        from.End();
        from.Finish();
    }

    [Fact]
    public void AnUnknownSectionIsRefusedByName() => Refuses(
        (ref StateWriter to) => Section(ref to, "balloon"),
        (ref StateReader from) => from.Begin("serial", 1),
        "The state's section 'serial' is refused, field 'name': 'balloon' stands in its place: load it with the monitor that saved it");

    [Fact]
    public void OneMoreSectionIsRefusedByName() => Refuses(
        (ref StateWriter to) => Section(ref to, "balloon"),
        (ref StateReader from) => from.Finish(),
        "The state's section 'state' is refused, field 'sections': 'balloon' is not understood: load it with the monitor that saved it");

    [Fact]
    public void AMissingSectionIsRefused() => Refuses(
        (ref StateWriter to) => { },
        (ref StateReader from) => from.Begin("serial", 1),
        "The state's section 'serial' is refused, field 'name': it needs 1 bytes where 0 are left: take the snapshot again");

    [Fact]
    public void ANewerSectionIsRefused() => Refuses(
        (ref StateWriter to) =>
        {
            to.Begin("machine", 1);
            to.Begin("serial", 3);
            to.End();
            to.End();
        },
        (ref StateReader from) =>
        {
            from.Begin("machine", 1);
            from.Begin("serial", 2);
        },
        "The state's section 'machine/serial' is refused, field 'version': it is 3, and this monitor reads 1 to 2: load it with the monitor that saved it");

    [Fact]
    public void ASectionThatIsNotReadToItsEndIsRefused() => Refuses(
        (ref StateWriter to) => Section(ref to, "serial"),
        (ref StateReader from) =>
        {
            from.Begin("serial", 1);
            from.ReadUInt32("a");
            from.End();
        },
        "The state's section 'serial' is refused, field 'length': 4 of its bytes are not understood: load it with the monitor that saved it");

    [Fact]
    public void ASectionEndsWhereItSays() => RefusesValue(
        (ref StateReader from) =>
        {
            from.ReadUInt64("a");
            from.ReadByte("b");
        },
        "field 'b': it needs 1 bytes where 0 are left");

    // The value is 0x0706050403020108.
    [Fact]
    public void NumbersOutOfBoundsAreRefused()
    {
        RefusesValue((ref StateReader from) => from.ReadUInt64("a", 7), "field 'a': it is 506097522914230536, and at most 7 is possible");
        RefusesValue((ref StateReader from) => from.ReadCount("a", 7), "at most 7 is possible");
        RefusesValue((ref StateReader from) => from.ReadBytes("a", new byte[7]), "at most 7 is possible");
        RefusesValue((ref StateReader from) => from.ReadBytes("a", new byte[8]), "at most 8 is possible");
        RefusesValue((ref StateReader from) => from.ReadExactly("a", new byte[7]), "it has 506097522914230536 bytes, and 7 on this host");
        RefusesValue((ref StateReader from) => from.ReadBoolean("a"), "it is 0x8, of which 0x8 cannot be set");
        RefusesValue((ref StateReader from) => from.ReadBits("a", 0xF7), "it is 0x8, of which 0x8 cannot be set");
        RefusesValue((ref StateReader from) => from.ReadEnum("a", Kind.Third), "at most 2 is possible");
        RefusesValue((ref StateReader from) => from.ReadFlags("a", Kind.Third), "of which 0x706050403020108 cannot be set");
        RefusesValue((ref StateReader from) => from.ReadSame("a", 5), "and 0x5 in this machine");
    }

    [Theory]
    [InlineData(0, "magic")]
    [InlineData(8, "version")]
    [InlineData(10, "version")]
    [InlineData(14, "checksum")]
    public void AnotherHeaderIsRefused(int at, string field)
    {
        byte[] state = Written((ref StateWriter to) => Section(ref to, "serial"));
        state[at] ^= 0x40;

        Assert.Equal(("state", field), Refusal(state));
    }

    [Fact]
    public void EveryTruncationAndEveryBitFlipIsRefused()
    {
        byte[] state = Written((ref StateWriter to) => Section(ref to, "serial"));
        for (int length = 0; length < state.Length; length++)
        {
            Refusal(state[..length]);
        }
        for (int bit = 0; bit < state.Length * 8; bit++)
        {
            byte[] changed = [.. state];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Refusal(changed);
        }
        Refusal(new byte[StateFormat.Longest + 1]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        StateFailure failure = Assert.Throws<StateFailure>(() =>
        {
            StateWriter to = new(new byte[40]);
            to.Begin("serial", 1);
            to.WriteBytes(new byte[16]);
        });

        Assert.Equal("The state's section 'serial' is refused, field 'length': it does not fit; a state has at most 40 bytes: give the machine fewer devices", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("new\nline")]
    [InlineData("é")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void ANameThatIsNoneIsACallersFault(string name) =>
        Assert.Throws<ArgumentException>(() => Written((ref StateWriter to) => to.Begin(name, 1)));

    [Fact]
    public void NothingIsAllocated() => Assert.Equal(0, Allocation.Of(() =>
    {
        StateWriter to = new(_memory.GetSpan());
        to.Begin("machine", 1);
        Section(ref to, "serial");
        to.WriteEnum(Kind.Second);
        to.WriteBytes([1, 2, 3]);
        to.End();
        StateReader from = new(to.Finish());
        from.Begin("machine", 1);
        from.Begin("serial", 1);
        from.ReadUInt64("a");
        from.End();
        from.ReadEnum("b", Kind.Third);
        Span<byte> bytes = stackalloc byte[3];
        from.ReadBytes("c", bytes);
        from.End();
        from.Finish();
    }));

    private static void Section(ref StateWriter to, string name)
    {
        to.Begin(name, 1);
        to.WriteUInt64(0x0706_0504_0302_0108);
        to.End();
    }

    private static (string Section, string Field) Refusal(byte[] state)
    {
        StateFailure failure = Assert.Throws<StateFailure>(() =>
        {
            StateReader from = new(state);
            from.Begin("serial", 1);
        });
        return (failure.Section, failure.Field);
    }

    private byte[] Written(Writing writing)
    {
        StateWriter to = new(_memory.GetSpan());
        writing(ref to);
        return to.Finish().ToArray();
    }

    private void RefusesValue(Reading reading, string part)
    {
        byte[] state = Written((ref StateWriter to) => Section(ref to, "serial"));
        StateFailure failure = Assert.Throws<StateFailure>(() =>
        {
            StateReader from = new(state);
            from.Begin("serial", 1);
            reading(ref from);
        });
        Assert.Contains(part, failure.Message);
    }

    private void Refuses(Writing writing, Reading reading, string message)
    {
        byte[] state = Written(writing);
        StateFailure failure = Assert.Throws<StateFailure>(() =>
        {
            StateReader from = new(state);
            reading(ref from);
        });
        Assert.Equal(message, failure.Message);
    }
}
