using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;
using Xunit;

namespace Kiln.Vmm.Tests.Events;

/// <summary>What a signal handler has left is checked before each wait, not only when it has interrupted one.</summary>
public sealed class BeforeWaitTests
{
    [Fact]
    public void WhatWasLeftBeforeTheLoopEndsItBeforeItWaits()
    {
        using EventLoop loop = new();
        int looks = 0;
        loop.BeforeWait += () =>
        {
            looks++;
            loop.Stop();
        };

        // With nothing to watch a wait would have no end.
        loop.Run();

        Assert.Equal(1, looks);
    }

    [Fact]
    public void WhatIsLeftWhileHandlersRunEndsItBeforeItWaitsAgain()
    {
        using EventLoop loop = new();
        using EventFd bell = EventFd.Create();
        Leaver leaver = new();
        _ = loop.WatchAttentively(bell.Descriptor, leaver);
        bell.Signal();
        loop.BeforeWait += () =>
        {
            if (leaver.HasLeft)
            {
                bell.Drain();
                loop.Stop();
            }
        };

        loop.Run();

        Assert.True(leaver.HasLeft);
    }

    private sealed class Leaver : IEventHandler
    {
        internal bool HasLeft { get; private set; }

        public void OnReady(EpollEvents events) => HasLeft = true;
    }
}
