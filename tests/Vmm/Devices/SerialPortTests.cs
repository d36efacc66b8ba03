using System.Linq;
using Kiln.Vmm.Devices.Legacy;
using Xunit;

namespace Kiln.Vmm.Tests.Devices;

/// <summary>The serial port, register by register.</summary>
public sealed class SerialPortTests
{
    private const byte Divisor = 0x80;
    private const byte Loopback = 0x10;

    private readonly RecordingSink _sink = new();
    private readonly RecordingLine _interrupt = new();
    private readonly RecordingLine _room = new();
    private readonly SerialPort<RecordingSink, RecordingLine> _port;

    public SerialPortTests() => _port = new SerialPort<RecordingSink, RecordingLine>(_sink, _interrupt, _room);

    [Theory]
    [InlineData((int)SerialRegister.Data, 0x00)]
    [InlineData((int)SerialRegister.InterruptEnable, 0x00)]
    [InlineData((int)SerialRegister.InterruptIdentification, 0xC1)]
    [InlineData((int)SerialRegister.LineControl, 0x03)]
    [InlineData((int)SerialRegister.ModemControl, 0x08)]
    [InlineData((int)SerialRegister.LineStatus, 0x60)]
    [InlineData((int)SerialRegister.ModemStatus, 0xB0)]
    [InlineData((int)SerialRegister.Scratch, 0x00)]
    public void RegistersHaveTheirResetValues(int register, byte value) => Assert.Equal(value, Read((SerialRegister)register));

    [Fact]
    public void TheDivisorIsTwelveAndIsReachedByTheLineControlRegister()
    {
        Write(SerialRegister.LineControl, Divisor);
        Assert.Equal((12, 0), (Read(SerialRegister.Data), Read(SerialRegister.InterruptEnable)));

        Write(SerialRegister.Data, 0x34);
        Write(SerialRegister.InterruptEnable, 0x12);

        Assert.Equal((0x34, 0x12), (Read(SerialRegister.Data), Read(SerialRegister.InterruptEnable)));
        Write(SerialRegister.LineControl, 0x03);
        Assert.Equal((0, 0), (Read(SerialRegister.Data), Read(SerialRegister.InterruptEnable)));
        Assert.Equal("", _sink.Text);
    }

    [Fact]
    public void BytesGoToTheSink()
    {
        foreach (char letter in "kiln")
        {
            Write(SerialRegister.Data, (byte)letter);
        }

        Assert.Equal("kiln", _sink.Text);
        Assert.Equal(0, _interrupt.Raised);
    }

    [Fact]
    public void TransmissionInterruptsWhenThatIsEnabledAndReadingTheCauseClearsIt()
    {
        Write(SerialRegister.InterruptEnable, 0x02);
        Assert.Equal(0, _interrupt.Raised);

        Write(SerialRegister.Data, (byte)'x');

        Assert.Equal(1, _interrupt.Raised);
        Assert.Equal(0xC2, Read(SerialRegister.InterruptIdentification));
        Assert.Equal(0xC1, Read(SerialRegister.InterruptIdentification));
    }

    [Fact]
    public void WhatArrivesIsReadInOrderAndAnnounced()
    {
        Write(SerialRegister.InterruptEnable, 0x01);

        Assert.Equal(2, _port.Put("ab"u8));

        Assert.Equal(2, _interrupt.Raised);
        Assert.Equal(0x61, Read(SerialRegister.LineStatus));
        Assert.Equal(0xC4, Read(SerialRegister.InterruptIdentification));
        Assert.Equal('a', (char)Read(SerialRegister.Data));
        Assert.Equal('b', (char)Read(SerialRegister.Data));
        Assert.Equal(0x60, Read(SerialRegister.LineStatus));
        Assert.Equal(0, Read(SerialRegister.Data));
    }

    [Fact]
    public void NoMoreThanTheQueueHoldsIsTakenAndRoomIsAnnouncedOnceWhenItWasAskedFor()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(value => (byte)value)];
        Assert.Equal(64, _port.Put(bytes));
        Assert.Equal(0, _port.Free);
        _port.RequestRoom();

        byte[] read = [.. Enumerable.Range(0, 64).Select(_ => Read(SerialRegister.Data))];

        Assert.Equal(bytes[..64], read);
        Assert.Equal(1, _room.Raised);
        Assert.Equal(1, _port.Put("x"u8));
        _ = Read(SerialRegister.Data);
        Assert.Equal(1, _room.Raised);
    }

    [Fact]
    public void LoopbackReturnsBytesAndModemLinesAndSendsNothing()
    {
        Write(SerialRegister.ModemControl, Loopback | 0x0B);
        Write(SerialRegister.Data, (byte)'q');

        Assert.Equal('q', (char)Read(SerialRegister.Data));
        Assert.Equal("", _sink.Text);
        // DTR, RTS and OUT2 are seen as DSR, CTS and DCD.
        Assert.Equal(0x20 | 0x10 | 0x80, Read(SerialRegister.ModemStatus));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void WiderAccessesAreMissed(int width)
    {
        byte[] data = new byte[width];
        _port.Read(0, data);
        _port.Write(0, data);

        Assert.Equal(2, _port.Missed);
        Assert.Equal("", _sink.Text);
        Assert.All(data, value => Assert.Equal(0, value));
    }

    [Fact]
    public void AnAccessAllocatesNothing()
    {
        byte[] data = new byte[1];
        _port.Write(0, data);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int access = 0; access < 10_000; access++)
        {
            _port.Write((ushort)(access % 8), data);
            _port.Read((ushort)(access % 8), data);
            _port.Put(data);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private byte Read(SerialRegister register)
    {
        byte[] data = new byte[1];
        _port.Read((ushort)register, data);
        return data[0];
    }

    private void Write(SerialRegister register, int value) => _port.Write((ushort)register, [(byte)value]);
}
