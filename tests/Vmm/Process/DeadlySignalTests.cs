using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Vmm.Events;
using Kiln.Vmm.Process;
using Xunit;

namespace Kiln.Vmm.Tests.Process;

/// <summary>A signal that the process will die of is noticed, and stays pending.</summary>
public sealed class DeadlySignalTests
{
    [Fact]
    public void ItIsToldOnceAndStaysPending() => OwnThread.Run(() =>
    {
        SignalSet term = SignalSet.Of(Signal.SIGTERM);
        SignalMask.Block(term);
        using EventLoop loop = new();
        List<Signal> came = [];
        using DeadlySignal watch = new(Signal.SIGTERM, loop, came.Add);
        Assert.False(loop.Turn(0));

        Assert.Null(CurrentThread.Signal(CurrentThread.Id, Signal.SIGTERM));

        Assert.True(loop.Turn(0));
        Assert.False(loop.Turn(0));
        Assert.Equal([Signal.SIGTERM], came);
        Assert.True(SignalMask.TryTake(term));
    });

    [Fact]
    public void AHeldLoopHearsIt() => OwnThread.Run(() =>
    {
        SignalMask.Block(SignalSet.Of(Signal.SIGINT));
        using EventLoop loop = new() { IsHeld = true };
        List<Signal> came = [];
        DeadlySignal[] watches = DeadlySignal.WatchAll(loop, came.Add);

        CurrentThread.Signal(CurrentThread.Id, Signal.SIGINT);

        Assert.True(loop.Turn(0));
        Assert.Equal([Signal.SIGINT], came);
        Array.ForEach(watches, watch => watch.Dispose());
        Assert.True(SignalMask.TryTake(SignalSet.Of(Signal.SIGINT)));
    });
}
