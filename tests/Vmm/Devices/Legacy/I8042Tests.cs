using System.Linq;
using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>The keyboard controller's commands, its queue and the reset.</summary>
public sealed class I8042Tests
{
    private const int Data = 0;
    private const int Command = 4;
    private const int Status = 4;

    private readonly CountingLine _reset = new();
    private readonly CountingLine _interrupt = new();
    private readonly I8042Metrics _metrics = new VmmMetrics().I8042;
    private readonly I8042 _controller;

    public I8042Tests() => _controller = new I8042(_reset, _interrupt, _metrics);

    [Fact]
    public void AControllerStartsEnabledAndEmpty()
    {
        Assert.Equal(0x10, _controller.Read(Status));
        Assert.Equal(0, _controller.Read(Data));
        Assert.Equal(0, _interrupt.Count);
    }

    [Fact]
    public void OnlyTheResetCommandResets()
    {
        foreach (int value in Enumerable.Range(0, 256).Where(value => value != 0xFE))
        {
            _controller.Write(Command, value);
        }
        _controller.Write(Data, 0xFE);
        _controller.Write(1, 0xFE);
        Assert.Equal(0, _reset.Count);

        _controller.Write(Command, 0xFE);
        Assert.Equal(1, _reset.Count);
    }

    [Fact]
    public void TheControlByteIsReadAndWritten()
    {
        Assert.Equal(0x05, Ask(0x20));

        _controller.Write(Command, 0x60);
        Assert.Equal(0x18, _controller.Read(Status));
        _controller.Write(Data, 0x74);
        Assert.Equal(0x10, _controller.Read(Status));

        Assert.Equal(0x74, Ask(0x20));
    }

    [Fact]
    public void TheOutputPortIsReadAndWritten()
    {
        Assert.Equal(0x00, Ask(0xD0));

        _controller.Write(Command, 0xD1);
        _controller.Write(Data, 0xDF);

        Assert.Equal(0xDF, Ask(0xD0));
    }

    [Fact]
    public void TheKeyboardAcknowledgesWhatItIsTold()
    {
        _controller.Write(Data, 0xF4);

        Assert.Equal((0x11, 1), (_controller.Read(Status), _interrupt.Count));
        Assert.Equal((0xFA, 0x10), (_controller.Read(Data), _controller.Read(Status)));
    }

    [Fact]
    public void BytesThatAreLeftInterruptAgain()
    {
        _controller.Write(Command, 0x20);
        _controller.Write(Command, 0xD0);
        int before = _interrupt.Count;

        _controller.Read(Data);
        Assert.Equal(before + 1, _interrupt.Count);
        _controller.Read(Data);
        Assert.Equal(before + 1, _interrupt.Count);
    }

    [Fact]
    public void ADisabledInterruptIsNotRaised()
    {
        _controller.Write(Command, 0x60);
        _controller.Write(Data, 0x04);

        _controller.Write(Data, 0xF4);

        Assert.Equal((0x11, 0), (_controller.Read(Status), _interrupt.Count));
    }

    [Fact]
    public void TheQueueHoldsSixteenBytesAndLosesTheRest()
    {
        for (int count = 0; count < 20; count++)
        {
            _controller.Write(Command, count < 16 ? 0x20 : 0xD0);
        }

        Assert.Equal(Enumerable.Repeat(0x05, 16), Enumerable.Range(0, 16).Select(_ => (int)_controller.Read(Data)));
        Assert.Equal((0, 0x10), (_controller.Read(Data), _controller.Read(Status)));
    }

    [Fact]
    public void CtrlAltDelIsFourCodesEachWithAnInterrupt()
    {
        Assert.True(_controller.TryPressCtrlAltDel());

        Assert.Equal((0x11, 4), (_controller.Read(Status), _interrupt.Count));
        Assert.Equal([0x14, 0x11, 0xE0, 0x71], Enumerable.Range(0, 4).Select(_ => (int)_controller.Read(Data)));
        Assert.Equal(0x10, _controller.Read(Status));
    }

    [Fact]
    public void CtrlAltDelIsPressedWholeOrNotAtAll()
    {
        for (int count = 0; count < 13; count++)
        {
            _controller.Write(Command, 0x20);
        }
        int before = _interrupt.Count;

        Assert.False(_controller.TryPressCtrlAltDel());
        Assert.Equal(before, _interrupt.Count);
        _controller.Read(Data);
        Assert.True(_controller.TryPressCtrlAltDel());
        Assert.False(_controller.TryPressCtrlAltDel());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void WiderAccessesDoNothing(int width)
    {
        byte[] data = new byte[width];
        _controller.Write(Command, Enumerable.Repeat((byte)0xFE, width).ToArray());
        _controller.Read(Status, data);

        Assert.Equal(0, _reset.Count);
        Assert.Equal(new byte[width], data);
    }

    [Fact]
    public void NoAccessAllocates() => Assert.Equal(0, Allocation.Of(() =>
    {
        _controller.Write(Command, 0x20);
        _controller.Write(Data, 0xF4);
        _controller.Read(Status);
        _controller.Read(Data);
    }));

    private byte Ask(int command)
    {
        _controller.Write(Command, command);
        Assert.Equal(0x11, _controller.Read(Status));
        return _controller.Read(Data);
    }

    [Fact]
    public void AccessesAreCounted()
    {
        _controller.Read(Status);
        _controller.Read(Data);
        _controller.Write(Command, 0x20);
        _controller.Write(Data, 0xFF);
        _controller.Write(Command, 0xFE);

        Assert.Equal((2L, 3L, 1L), (_metrics.Reads.Value, _metrics.Writes.Value, _metrics.Resets.Value));
        Assert.Equal((0L, 0L), (_metrics.MissedReads.Value, _metrics.MissedWrites.Value));
    }

    [Fact]
    public void AccessesThatItDoesNotKnowAreMissed()
    {
        _controller.Read(1);
        _controller.Read((ulong)Data, new byte[2]);
        _controller.Read((ulong)Data, []);
        _controller.Write(3, 0xFE);
        _controller.Write((ulong)Command, [0xFE, 0xFE]);

        Assert.Equal((3L, 2L), (_metrics.MissedReads.Value, _metrics.MissedWrites.Value));
        Assert.Equal((0L, 0L, 0L), (_metrics.Reads.Value, _metrics.Writes.Value, _metrics.Resets.Value));
    }
}
