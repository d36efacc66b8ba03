using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;
using Xunit;

namespace Kiln.Vmm.Tests.Events;

/// <summary>A loop's timed work, and the durations that it reports for its turns.</summary>
public sealed class LoopTimeTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly EventFd _event = EventFd.Create();
    private Busy? _busy;

    [Fact]
    public void AnAlarmEndsTheWaitOnce()
    {
        int rings = 0;
        _loop.Alarm.Set(TimeSpan.FromMilliseconds(20), () =>
        {
            rings++;
            _loop.Stop();
        });
        Assert.InRange(_loop.Alarm.Timeout, 1, 20);

        _loop.Run();

        Assert.Equal(1, rings);
        Assert.Equal(-1, _loop.Alarm.Timeout);
    }

    // An event that never ends to be one keeps the loop from no alarm.
    [Fact]
    public void AnAlarmComesWhateverElseThereIsToDo()
    {
        Work(0);
        _loop.Alarm.Set(TimeSpan.FromMilliseconds(20), _loop.Stop);

        _loop.Run();

        Assert.True(_busy!.Turns > 0);
    }

    [Fact]
    public void ALongTurnIsToldWithItsTimeAndAShortOneIsNot()
    {
        List<ulong> told = [];
        _loop.TurnWasLong = told.Add;
        Work(0);
        _loop.Turn(0);
        Assert.Empty(told);

        _busy!.Milliseconds = 1100;
        _loop.Turn(0);

        Assert.InRange(Assert.Single(told), 1_090_000_000UL, 60_000_000_000UL);
    }

    // The wait for events is not part of a turn.
    [Fact]
    public void ALongWaitIsNotTold()
    {
        List<ulong> told = [];
        _loop.TurnWasLong = told.Add;

        Assert.False(_loop.Turn(1100));

        Assert.Empty(told);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _event.Dispose();
    }

    private void Work(int milliseconds)
    {
        _busy = new Busy { Milliseconds = milliseconds };
        _event.Signal();
        _ = _loop.Watch(_event.Descriptor, _busy);
    }

    private sealed class Busy : IEventHandler
    {
        internal int Milliseconds { get; set; }

        internal int Turns { get; private set; }

        public void OnReady(EpollEvents events)
        {
            Thread.Sleep(Milliseconds);
            Turns++;
        }
    }
}
