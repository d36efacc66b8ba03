using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Model;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>
/// Actions get their results from the vmm thread, and still get a response after that has ended. Nobody waits meanwhile: here both loops are
/// turned on the test's thread.
/// </summary>
public sealed class ActionExchangeTests : IDisposable
{
    private const string TooLate = "The microVM has stopped.";

    private readonly EventLoop _vmm = new();
    private readonly EventLoop _api = new();
    private readonly Controller _controller = new(new FakeHost(), VmConfiguration.Default);
    private readonly ActionExchange _exchange;
    private readonly ActionQueue _queue;
    private readonly List<string> _done = [];

    public ActionExchangeTests()
    {
        _exchange = new ActionExchange(_controller, _vmm);
        _queue = new ActionQueue(_exchange, _api);
    }

    [Fact]
    public void AnActionIsExecutedOnTheVmmThreadsLoopAndAnsweredOnTheApiThreads()
    {
        Ask("serial", new ConfigureSerial(SerialConfiguration.Default with { OutputPath = "/a" }));
        Assert.Null(_controller.Description.Configuration.Serial.OutputPath);

        Assert.True(_vmm.Turn(0));
        Assert.Equal("/a", _queue.Describe().Description!.Configuration.Serial.OutputPath);
        Assert.Empty(_done);
        Assert.True(_api.Turn(0));
        Assert.Equal(["serial: done"], _done);
        Assert.False(_vmm.Turn(0));
        Assert.False(_api.Turn(0));
    }

    [Fact]
    public void WhatIsKnownIsToldWhileTheVmmThreadIsHeld()
    {
        Ask("start", new StartMicroVm());

        Assert.Equal(MachineState.NotStarted, _queue.Describe().Description!.State);
        Assert.Empty(_done);
    }

    [Fact]
    public void ActionsQueueInOrderAndOneIsWithTheVmmThread()
    {
        Ask("a", new FlushMetrics());
        Ask("b", new ConfigureBootSource(new BootSource("/k", null, "")));
        Ask("c", new StartMicroVm());
        Ask("d", new FlushMetrics());

        List<int> counts = [];
        while (_vmm.Turn(0))
        {
            Assert.False(_vmm.Turn(0));
            Assert.True(_api.Turn(0));
            counts.Add(_done.Count);
        }

        Assert.Equal([1, 2, 3, 4], counts);
        Assert.Equal([$"a: {ActionPhases.NotYet}", "b: done", "c: done", "d: done"], _done);
        Assert.Equal(MachineState.Running, _queue.Describe().Description!.State);
    }

    [Fact]
    public void ThoseThatWaitWhenItIsClosedAreToldSo()
    {
        Ask("a", new FlushMetrics());
        Ask("b", new FlushMetrics());
        Ask("c", new FlushMetrics());

        _exchange.Close();

        Assert.True(_api.Turn(0));
        Assert.Equal([$"a: {TooLate}", $"b: {TooLate}", $"c: {TooLate}"], _done);
    }

    [Fact]
    public void WhatWasDoneBeforeItIsClosedIsTold()
    {
        Ask("a", new ConfigureSerial(SerialConfiguration.Default));
        Ask("b", new ConfigureSerial(SerialConfiguration.Default));
        _vmm.Turn(0);

        _exchange.Close();

        Assert.True(_api.Turn(0));
        Assert.Equal(["a: done", $"b: {TooLate}"], _done);
    }

    [Fact]
    public void OneThatComesLaterIsToldSoAtOnce()
    {
        _exchange.Close();

        Ask("a", new StartMicroVm());

        Assert.Equal([$"a: {TooLate}"], _done);
        Assert.Equal(TooLate, _queue.Describe().Refusal);
    }

    [Fact]
    public void ThousandsFollowEachOtherBetweenTwoThreads()
    {
        const int Count = 5000;
        Thread vmm = new(_vmm.Run) { IsBackground = true };
        vmm.Start();
        for (int index = 0; index < Count; index++)
        {
            Ask("a", new ConfigureSerial(SerialConfiguration.Default));
            if (index % 3 == 0)
            {
                // Only a hang takes longer.
                Assert.True(_api.Turn(10_000));
            }
        }
        while (_done.Count < Count && _api.Turn(10_000))
        {
        }
        Assert.Equal(Count, _done.Count(done => done == "a: done"));
        using Kiln.Linux.Descriptors.EventFd stop = Kiln.Linux.Descriptors.EventFd.Create();
        stop.Signal();
        using Watch watch = _vmm.Watch(stop.Descriptor, new StopHandler(_vmm));
        vmm.Join();
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _vmm.Dispose();
        _api.Dispose();
    }

    private void Ask(string name, VmmAction action) => _queue.Ask(action, new Waiter(name, _done));

    private sealed class Waiter(string name, List<string> done) : IActionWaiter
    {
        public void OnDone(in ActionResult result) => done.Add($"{name}: {result.Refusal ?? "done"}");
    }

    private sealed class StopHandler(EventLoop loop) : IEventHandler
    {
        public void OnReady(Kiln.Linux.Descriptors.EpollEvents events) => loop.Stop();
    }
}
