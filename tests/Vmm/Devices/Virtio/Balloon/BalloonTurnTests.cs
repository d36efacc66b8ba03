using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>A turn ends in time, and a list is returned when all its pages are with the host, whatever comes between.</summary>
public sealed class BalloonTurnTests
{
    private const uint First = TestBalloon.FirstPage;
    private const ulong Millisecond = 1_000_000;

    // A clock that goes on by a millisecond with each look: a turn has two or three calls.
    private ulong _now;

    [Fact]
    public void ATurnEndsAfterItsTime()
    {
        using TestBalloon balloon = Balloon();
        balloon.Offer(Gaps(20));
        balloon.Driver.Bus.Ring(0);

        Assert.True(balloon.Machine.Loop.Turn(0));

        Assert.InRange(balloon.Host.Calls.Count, 1, 4);
        Assert.Equal(0, balloon.Driver.Returned);
        balloon.Machine.Settle();
        Assert.Equal((20, 1), (balloon.Host.Calls.Count, balloon.Driver.Returned));
    }

    // No call is longer than 16 MiB.
    [Fact]
    public void ALongRunIsReturnedInParts()
    {
        using TestBalloon balloon = Balloon();
        balloon.Driver.Queues[4].Offer(TestBuffer.ToWrite((ulong)First << 12, 40 << 20));

        balloon.Ring(4);

        Assert.Equal([16UL << 20, 16UL << 20, 8UL << 20], balloon.Host.Calls.Select(call => call.Length));
    }

    [Fact]
    public void APausePutsBackWhatIsNotDone()
    {
        using TestBalloon balloon = Balloon();
        balloon.Offer(Gaps(20));
        balloon.Driver.Bus.Ring(0);
        balloon.Machine.Loop.Turn(0);
        int done = balloon.Host.Calls.Count;

        balloon.Machine.Slot.Pause();
        Assert.Equal(0, balloon.Driver.Returned);
        balloon.Machine.Slot.Resume();
        balloon.Machine.Settle();

        Assert.Equal((20 + done, 1), (balloon.Host.Calls.Count, balloon.Driver.Returned));
    }

    [Fact]
    public void AResetForgetsWhatIsNotDone()
    {
        using TestBalloon balloon = Balloon();
        balloon.Offer(Gaps(20));
        balloon.Driver.Bus.Ring(0);
        balloon.Machine.Loop.Turn(0);
        int done = balloon.Host.Calls.Count;

        balloon.Driver.Start();
        balloon.Machine.Settle();

        Assert.Equal((done, 0), (balloon.Host.Calls.Count, balloon.Driver.Returned));
        balloon.Give(First);
        Assert.Equal((done + 1, 1), (balloon.Host.Calls.Count, balloon.Driver.Returned));
    }

    // Lists of more than one turn are merged with those of their own turn only, and each is returned once.
    [Fact]
    public void ListsThatComeMeanwhileWait()
    {
        using TestBalloon balloon = Balloon();
        balloon.Offer(Gaps(6));
        balloon.Driver.Bus.Ring(0);
        balloon.Machine.Loop.Turn(0);
        balloon.Offer([.. Gaps(6).Select(page => page + 1)]);
        balloon.Driver.Bus.Ring(0);
        balloon.Machine.Settle();

        Assert.Equal((12, 2), (balloon.Host.Calls.Count, balloon.Driver.Returned));
        Assert.Equal(2, balloon.Metrics.Inflation.Turns.Value);
    }

    private static uint[] Gaps(int count) => [.. Enumerable.Range(0, count).Select(page => First + (uint)(page * 2))];

    private TestBalloon Balloon() => new TestBalloon(clock: () => _now += Millisecond).Started();
}
