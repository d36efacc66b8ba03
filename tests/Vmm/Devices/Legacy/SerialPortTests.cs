using System.Linq;
using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>The registers of the 16550A, and what leaves the port.</summary>
public sealed class SerialPortTests
{
    private const int Data = 0;
    private const int InterruptEnable = 1;
    private const int InterruptIdentification = 2;
    private const int FifoControl = 2;
    private const int LineControl = 3;
    private const int ModemControl = 4;
    private const int LineStatus = 5;
    private const int ModemStatus = 6;
    private const int Scratch = 7;

    private const int DivisorAccess = 0x80;
    private const int Loopback = 0x10;

    private readonly RecordingSink _sink = new();
    private readonly CountingLine _interrupt = new();
    private readonly CountingLine _room = new();
    private readonly UartMetrics _metrics = new VmmMetrics().Uart;
    private readonly SerialPort _port;

    public SerialPortTests() => _port = new SerialPort(_sink, _interrupt, _room, _metrics);

    [Theory]
    [InlineData(Data, 0x00)]
    [InlineData(InterruptEnable, 0x00)]
    [InlineData(InterruptIdentification, 0xC1)]
    [InlineData(LineControl, 0x03)]
    [InlineData(ModemControl, 0x08)]
    [InlineData(LineStatus, 0x60)]
    [InlineData(ModemStatus, 0xB0)]
    [InlineData(Scratch, 0x00)]
    public void RegistersStartAtTheirResetValues(int register, byte value) => Assert.Equal(value, _port.Read(register));

    [Theory]
    [InlineData(InterruptEnable, 0xFF, 0x0F)]
    [InlineData(FifoControl, 0xC7, 0xC1)]
    [InlineData(LineControl, 0x1B, 0x1B)]
    [InlineData(ModemControl, 0x0B, 0x0B)]
    [InlineData(LineStatus, 0xFF, 0x60)]
    [InlineData(ModemStatus, 0xFF, 0xB0)]
    [InlineData(Scratch, 0xA5, 0xA5)]
    public void AWriteLeavesWhatTheRegisterKeeps(int register, int written, byte kept)
    {
        _port.Write(register, written);

        Assert.Equal(kept, _port.Read(register));
        Assert.Equal("", _sink.Text);
    }

    [Fact]
    public void TheDivisorIsBehindItsAccessBitAndNothingElseIs()
    {
        _port.Write(InterruptEnable, 0x05);
        _port.Write(LineControl, DivisorAccess);
        Assert.Equal((0x0C, 0x00), (_port.Read(Data), _port.Read(InterruptEnable)));

        _port.Write(Data, 0x34);
        _port.Write(InterruptEnable, 0x12);
        Assert.Equal((0x34, 0x12), (_port.Read(Data), _port.Read(InterruptEnable)));
        Assert.Equal(0x60, _port.Read(LineStatus));

        _port.Write(LineControl, 0x03);
        Assert.Equal((0x00, 0x05), (_port.Read(Data), _port.Read(InterruptEnable)));
        Assert.Equal("", _sink.Text);
    }

    [Fact]
    public void WrittenBytesLeaveInOrderAndTheLineStaysIdle()
    {
        foreach (byte value in "kiln\r\n"u8)
        {
            Assert.Equal(0x60, _port.Read(LineStatus));
            _port.Write(Data, value);
        }

        Assert.Equal("kiln\r\n", _sink.Text);
        Assert.Equal(0, _interrupt.Count);
    }

    [Fact]
    public void AnEnabledTransmitInterruptFollowsEveryByteButNotItsEnabling()
    {
        _port.Write(InterruptEnable, 0x02);
        Assert.Equal((0, 0xC1), (_interrupt.Count, _port.Read(InterruptIdentification)));

        _port.Write(Data, 'x');
        _port.Write(Data, 'y');
        Assert.Equal(2, _interrupt.Count);
        Assert.Equal(0xC2, _port.Read(InterruptIdentification));
        Assert.Equal(0xC1, _port.Read(InterruptIdentification));
    }

    [Theory]
    [InlineData(0x00, 0)]
    [InlineData(0x01, 3)]
    [InlineData(0x02, 0)]
    public void ReceivedBytesInterruptOnlyIfEnabled(int enabled, int interrupts)
    {
        _port.Write(InterruptEnable, enabled);

        Assert.Equal(3, _port.Put("abc"u8));

        Assert.Equal(interrupts, _interrupt.Count);
        Assert.Equal(interrupts > 0 ? 0xC4 : 0xC1, _port.Read(InterruptIdentification));
    }

    [Fact]
    public void ReadingAByteTakesBackItsInterrupt()
    {
        _port.Write(InterruptEnable, 0x01);
        _port.Put("a"u8);

        _port.Read(Data);

        Assert.Equal(0xC1, _port.Read(InterruptIdentification));
    }

    [Fact]
    public void ReceivedBytesAreReadInOrderAndTheLineSaysWhetherThereAreMore()
    {
        _port.Put("ab"u8);

        Assert.Equal((0x61, (byte)'a'), (_port.Read(LineStatus), _port.Read(Data)));
        Assert.Equal((0x61, (byte)'b'), (_port.Read(LineStatus), _port.Read(Data)));
        Assert.Equal((0x60, 0), (_port.Read(LineStatus), _port.Read(Data)));
    }

    [Fact]
    public void LoopedBackBytesReturnAndDoNotLeave()
    {
        _port.Write(ModemControl, Loopback);
        _port.Write(Data, 'z');

        Assert.Equal((0x61, (byte)'z'), (_port.Read(LineStatus), _port.Read(Data)));
        Assert.Equal("", _sink.Text);
    }

    [Fact]
    public void LoopedBackBytesBeyondTheQueueAreDropped()
    {
        _port.Write(ModemControl, Loopback);
        for (int value = 0; value <= ReceiveFifo.Capacity; value++)
        {
            _port.Write(Data, value);
        }

        int[] expected = [.. Enumerable.Range(0, ReceiveFifo.Capacity)];
        Assert.Equal(expected, expected.Select(_ => (int)_port.Read(Data)));
        Assert.Equal((0x60, 0), (_port.Read(LineStatus), _port.Read(Data)));
    }

    // PC16550D: DTR is seen on DSR, RTS on CTS, OUT1 on RI, OUT2 on DCD.
    [Theory]
    [InlineData(0x00, 0x00)]
    [InlineData(0x01, 0x20)]
    [InlineData(0x02, 0x10)]
    [InlineData(0x04, 0x40)]
    [InlineData(0x08, 0x80)]
    [InlineData(0x0F, 0xF0)]
    public void LoopedBackModemOutputsAreSeenOnTheInputs(int outputs, byte inputs)
    {
        _port.Write(ModemControl, Loopback | outputs);
        Assert.Equal(inputs, _port.Read(ModemStatus));

        _port.Write(ModemControl, outputs);
        Assert.Equal(0xB0, _port.Read(ModemStatus));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void WiderAccessesAreMissed(int width)
    {
        byte[] data = new byte[width];
        _port.Read(LineStatus, data);
        Assert.Equal(new byte[width], data);

        _port.Write(Data, Enumerable.Repeat((byte)'x', width).ToArray());
        Assert.Equal("", _sink.Text);
        Assert.Equal((1L, 1L), (_metrics.MissedReads.Value, _metrics.MissedWrites.Value));
    }

    [Fact]
    public void AnOffsetBehindTheRegistersReadsAsZeroAndTakesNothing()
    {
        _port.Write(8, 0xFF);

        Assert.Equal(0, _port.Read(8));
        Assert.Equal("", _sink.Text);
    }

    [Fact]
    public void BytesAreCountedBothWays()
    {
        _port.Write(Data, 'a');
        _port.Write(Data, 'b');
        _port.Put("xyz"u8);
        _port.Read(Data);
        _port.Read(LineStatus);

        Assert.Equal((1L, 2L), (_metrics.Reads.Value, _metrics.Writes.Value));
    }

    [Fact]
    public void AReadOfNothingAndABytesLoopAreNotCounted()
    {
        _port.Read(Data);
        _port.Write(ModemControl, Loopback);
        _port.Write(Data, 'a');

        Assert.Equal((0L, 0L, 0L), (_metrics.Reads.Value, _metrics.Writes.Value, _metrics.MissedWrites.Value));
    }

    [Fact]
    public void AByteThatFindsNoRoomInTheLoopIsMissed()
    {
        _port.Write(ModemControl, Loopback);
        for (int count = 0; count <= ReceiveFifo.Capacity; count++)
        {
            _port.Write(Data, 'a');
        }

        Assert.Equal(1, _metrics.MissedWrites.Value);
    }
}
