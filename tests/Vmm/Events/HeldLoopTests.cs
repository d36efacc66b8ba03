using Kiln.Vmm.Events;
using Xunit;

namespace Kiln.Vmm.Tests.Events;

/// <summary>While a loop is held, attentive watches are served, and the others wait without losing events.</summary>
public sealed class HeldLoopTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Bell _device;
    private readonly Bell _request;
    private readonly Watch _heard;

    public HeldLoopTests()
    {
        _device = new Bell();
        _request = new Bell();
        _ = _loop.Watch(_device.Event.Descriptor, _device);
        _heard = _loop.WatchAttentively(_request.Event.Descriptor, _request);
    }

    [Fact]
    public void OnlyWhatIsAttentiveIsServed()
    {
        _loop.IsHeld = true;
        _device.Event.Signal();
        Assert.False(_loop.Turn(0));

        _request.Event.Signal();
        Assert.True(_loop.Turn(0));
        Assert.Equal((0, 1), (_device.Rings, _request.Rings));
    }

    [Fact]
    public void WhatWaitedIsServedAfterwards()
    {
        _loop.IsHeld = true;
        _device.Event.Signal();
        Assert.False(_loop.Turn(0));
        _loop.IsHeld = false;

        Assert.True(_loop.Turn(0));
        Assert.Equal(1, _device.Rings);
    }

    // A request to pause and a doorbell come in one batch: a device that is paused must not take requests.
    [Fact]
    public void WhatIsInTheBatchThatHoldsTheLoopWaits()
    {
        using Bell pause = new() { Rung = () => _loop.IsHeld = true };
        using Watch watch = _loop.WatchAttentively(pause.Event.Descriptor, pause);
        pause.Event.Signal();
        _device.Event.Signal();

        Assert.True(_loop.Turn(0));
        Assert.Equal((0, 1), (_device.Rings, pause.Rings));
        _loop.IsHeld = false;
        Assert.True(_loop.Turn(0));
        Assert.Equal(1, _device.Rings);
    }

    [Fact]
    public void WhatIsAttentiveIsServedOnceWhenTheLoopIsNotHeld()
    {
        _request.Event.Signal();

        Assert.True(_loop.Turn(0));
        Assert.Equal(1, _request.Rings);
        Assert.False(_loop.Turn(0));
    }

    [Fact]
    public void WhatIsSilencedIsServedInNeitherState()
    {
        _heard.Silence();
        _request.Event.Signal();

        Assert.False(_loop.Turn(0));
        _loop.IsHeld = true;
        Assert.False(_loop.Turn(0));
    }

    public void Dispose()
    {
        _loop.Dispose();
        _device.Event.Dispose();
        _request.Event.Dispose();
    }
}
