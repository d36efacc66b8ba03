using System.Linq;
using System.Threading;
using CsCheck;
using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Typed bytes reach the guest once and in order while both sides work concurrently.</summary>
public sealed class SerialInputTests
{
    private const int Data = 0;
    private const int InterruptEnable = 1;
    private const int InterruptIdentification = 2;
    private const int LineStatus = 5;
    private const int DataReady = 0x01;

    private readonly CountingLine _room = new();
    private readonly SerialPort _port;

    public SerialInputTests() =>
        _port = new SerialPort(new NullSink(), new CountingLine(), _room, new VmmMetrics().Uart);

    [Fact]
    public void APortTakesWhatFitsAndSaysHowMuch()
    {
        Assert.Equal(ReceiveFifo.Capacity, _port.Free);
        Assert.Equal(60, _port.Put(new byte[60]));
        Assert.Equal(4, _port.Put(new byte[10]));
        Assert.Equal(0, _port.Put([1]));
        Assert.Equal(0, _port.Free);

        _port.Read(Data);
        Assert.Equal(1, _port.Free);
    }

    [Fact]
    public void RoomIsSignaledOnceWhenAllWasRead()
    {
        _port.Put("ab"u8);
        _port.RequestRoom();
        _port.Read(Data);
        Assert.Equal(0, _room.Count);

        _port.Read(Data);
        Assert.Equal(1, _room.Count);

        _port.Put("c"u8);
        _port.Read(Data);
        Assert.Equal(1, _room.Count);
    }

    [Fact]
    public void RoomIsSignaledAtOnceWhenTheGuestWasFaster()
    {
        _port.RequestRoom();

        Assert.Equal(1, _room.Count);
    }

    // A negative number is that many reads, another one as many typed bytes; a plain queue is the model.
    [Fact]
    public void TheQueueAgreesWithItsModel() => Gen.Int[-80, 80].List[0, 40].Sample(steps =>
    {
        SerialPort port = new(new NullSink(), new CountingLine(), new CountingLine(), new VmmMetrics().Uart);
        Queue<byte> model = [];
        byte next = 1;
        foreach (int step in steps)
        {
            byte[] typed = [.. Enumerable.Range(0, Math.Max(step, 0)).Select(_ => next++)];
            int taken = Math.Min(typed.Length, ReceiveFifo.Capacity - model.Count);
            Assert.Equal(taken, port.Put(typed));
            typed.Take(taken).ToList().ForEach(model.Enqueue);
            for (int count = step; count < 0; count++)
            {
                Assert.Equal(model.Count > 0, (port.Read(LineStatus) & DataReady) != 0);
                Assert.Equal(model.TryDequeue(out byte oldest) ? oldest : 0, port.Read(Data));
            }
            Assert.Equal(ReceiveFifo.Capacity - model.Count, port.Free);
        }
    });

    [Fact]
    public void NothingIsLostOrTurnedAroundBetweenTwoThreads()
    {
        const int Length = 200_000;
        // A lost byte would keep the reader waiting; all of it takes well under a second.
        long deadline = Environment.TickCount64 + 30_000;
        _port.Write(InterruptEnable, 0x01);
        Thread typist = new(() =>
        {
            for (int sent = 0; sent < Length && Environment.TickCount64 < deadline;)
            {
                byte[] chunk = [.. Enumerable.Range(sent, Math.Min(7, Length - sent)).Select(value => (byte)value)];
                sent += _port.Put(chunk);
            }
        });
        typist.Start();
        bool ordered = true;
        int received = 0;
        while (received < Length && Environment.TickCount64 < deadline)
        {
            if ((_port.Read(LineStatus) & DataReady) != 0)
            {
                ordered &= _port.Read(Data) == (byte)received++;
            }
        }
        typist.Join();

        Assert.Equal(Length, received);
        Assert.True(ordered);
        Assert.Equal((ReceiveFifo.Capacity, 0x60), (_port.Free, _port.Read(LineStatus)));
    }

    [Fact]
    public void NoAccessAllocates() => Assert.Equal(0, Allocation.Of(() =>
    {
        _port.Write(Data, 'x');
        _port.Put("abc"u8);
        _port.RequestRoom();
        _port.Read(InterruptIdentification);
        _port.Read(Data);
        _port.Read(LineStatus, stackalloc byte[4]);
    }));
}
