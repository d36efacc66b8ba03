using System.Linq;
using System.Threading;
using Kiln.Vmm.Machine.Vcpus;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Vcpus;

/// <summary>The gate holds processors, lets them go on, and ends them, whatever comes first.</summary>
public sealed class VcpuGateTests
{
    // Longer than a thread takes on any machine; only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly VcpuGate _gate = new();

    [Fact]
    public void ItIsShutAtFirst()
    {
        Thread processor = Start(() => Assert.True(_gate.Enter()));

        Assert.True(_gate.AwaitStill(TimeSpan.Zero, out _));
        Assert.False(processor.Join(TimeSpan.FromMilliseconds(20)));

        _gate.Open();
        Assert.True(processor.Join(_patience));
        Assert.False(_gate.AwaitStill(TimeSpan.Zero, out _));
    }

    [Fact]
    public void WhoIsInsideIsWaitedForUntilItComesToTheGate()
    {
        _gate.Open();
        Assert.True(_gate.Enter());
        _gate.Shut();

        Assert.False(_gate.AwaitStill(TimeSpan.FromMilliseconds(20), out _));
        Thread processor = Start(() => Assert.Equal((true, true), (_gate.Pass(out bool wasHeld), wasHeld)));
        Assert.True(_gate.AwaitStill(_patience, out _));
        Assert.True(processor.IsAlive);

        _gate.Open();
        Assert.True(processor.Join(_patience));
    }

    // The guest's clock is notified of a pause, whichever comes first.
    [Fact]
    public void OneThatFindsTheGateShutIsHeldAlthoughNobodyKickedIt()
    {
        _gate.Open();
        Assert.True(_gate.Enter());
        Assert.True(_gate.Pass(out bool wasHeld));
        Assert.False(wasHeld);

        _gate.Shut();
        Thread processor = Start(() => Assert.True(_gate.Pass(out wasHeld)));
        Assert.True(_gate.AwaitStill(_patience, out _));
        _gate.Open();
        Assert.True(processor.Join(_patience));
        Assert.True(wasHeld);
    }

    [Fact]
    public void OneThatLeftIsNotWaitedFor()
    {
        _gate.Open();
        Assert.True(_gate.Enter());
        _gate.Shut();
        _gate.Leave();

        Assert.True(_gate.AwaitStill(TimeSpan.Zero, out _));
    }

    [Fact]
    public void WhatIsClosedLetsNobodyInWhetherItIsShutOrOpen()
    {
        bool entered = true;
        Thread processor = Start(() => entered = _gate.Enter());
        _gate.Close();
        Assert.True(processor.Join(_patience));
        Assert.False(entered);

        _gate.Open();
        Assert.False(_gate.Enter());
        Assert.True(_gate.AwaitStill(TimeSpan.Zero, out _));
    }

    [Fact]
    public void APauseOfManyProcessorsEndsWithNoneInsideHoweverTheyRace()
    {
        const int Processors = 4;
        const int Pauses = 500;
        int inside = 0;
        Thread[] processors = [.. Enumerable.Range(0, Processors).Select(_ => Start(() =>
        {
            bool isIn = _gate.Enter();
            while (isIn)
            {
                Interlocked.Increment(ref inside);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                isIn = _gate.Pass(out bool _);
            }
        }))];
        _gate.Open();
        for (int pause = 0; pause < Pauses; pause++)
        {
            _gate.Shut();
            Assert.True(_gate.AwaitStill(_patience, out _));
            Assert.Equal(0, Volatile.Read(ref inside));
            _gate.Open();
        }
        _gate.Close();
        Assert.All(processors, processor => Assert.True(processor.Join(_patience)));
    }

    private static Thread Start(Action run)
    {
        Thread thread = new(() => run()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
