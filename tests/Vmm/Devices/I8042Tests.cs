using Kiln.Vmm.Devices.Legacy;
using Xunit;

namespace Kiln.Vmm.Tests.Devices;

/// <summary>The keyboard controller.</summary>
public sealed class I8042Tests
{
    private const ushort Data = 0;
    private const ushort Command = 4;

    private readonly RecordingLine _reset = new();
    private readonly RecordingLine _interrupt = new();
    private readonly I8042<RecordingLine, RecordingLine> _controller;

    public I8042Tests() => _controller = new I8042<RecordingLine, RecordingLine>(_reset, _interrupt);

    [Fact]
    public void StatusSaysThatTheKeyboardIsEnabled() => Assert.Equal(0x10, Read(Command));

    [Fact]
    public void ThePulseCommandPullsTheResetLineAndOthersDoNot()
    {
        Write(Command, 0xAA);
        Assert.Equal(0, _reset.Raised);

        Write(Command, 0xFE);

        Assert.Equal(1, _reset.Raised);
    }

    [Fact]
    public void TheControlByteIsReadAndWritten()
    {
        Write(Command, 0x20);
        Assert.Equal(0x11, Read(Command));
        Assert.Equal(0x05, Read(Data));

        Write(Command, 0x60);
        Assert.Equal(0x18, Read(Command));
        Write(Data, 0x04);
        Write(Command, 0x20);

        Assert.Equal(0x04, Read(Data));
        Assert.Equal(0x10, Read(Command));
    }

    [Fact]
    public void TheKeyboardAcknowledgesAndInterruptsUnlessThatIsDisabled()
    {
        Write(Data, 0xED);
        Assert.Equal((1, 0xFA), (_interrupt.Raised, Read(Data)));

        Write(Command, 0x60);
        Write(Data, 0x00);
        Write(Data, 0xED);

        Assert.Equal((1, 0xFA), (_interrupt.Raised, Read(Data)));
    }

    [Fact]
    public void ManyQuestionsWithoutReadingAnAnswerOverflowNothing()
    {
        for (int question = 0; question < 100; question++)
        {
            Write(Command, 0x20);
        }
        for (int answer = 0; answer < 16; answer++)
        {
            Assert.Equal(0x05, Read(Data));
        }
        Assert.Equal(0, Read(Data));
    }

    private byte Read(ushort port)
    {
        byte[] data = new byte[1];
        _controller.Read(port, data);
        return data[0];
    }

    private void Write(ushort port, int value) => _controller.Write(port, [(byte)value]);
}
