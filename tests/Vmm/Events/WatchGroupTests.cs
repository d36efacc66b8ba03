using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;
using Xunit;

namespace Kiln.Vmm.Tests.Events;

/// <summary>Watches of a group listen together, hold the gate, and lose nothing while they are silent.</summary>
public sealed class WatchGroupTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly WatchGroup _group;
    private readonly Counting _first;
    private readonly Counting _second;

    public WatchGroupTests()
    {
        _group = new WatchGroup(_loop);
        _first = new Counting(_group);
        _second = new Counting(_group);
    }

    public void Dispose()
    {
        _first.Event.Dispose();
        _second.Event.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void NothingIsHeardBeforeItListensAndAllOfItAfterwards()
    {
        _first.Event.Signal();
        _second.Event.Signal();
        Assert.False(_loop.Turn(0));

        Assert.Null(_group.TryListen());
        Assert.True(_loop.Turn(0));

        Assert.Equal((1, 1), (_first.Count, _second.Count));
        Assert.True(_first.HeldGate);
        Assert.Null(_group.TryListen());
    }

    [Fact]
    public void OneThatSilencesItsGroupSilencesTheRestOfTheBatch()
    {
        Assert.Null(_group.TryListen());
        _first.Then = _second.Then = _group.Silence;
        _first.Event.Signal();
        _second.Event.Signal();

        Assert.True(_loop.Turn(0));

        Assert.Equal(1, _first.Count + _second.Count);
        Assert.False(_group.IsListening);
        (_first.Then, _second.Then) = (null, null);
        Assert.Null(_group.TryListen());
        Assert.True(_loop.Turn(0));
        Assert.Equal((1, 1), (_first.Count, _second.Count));
    }

    [Fact]
    public void WhenOneCannotBeWaitedOnAllAreSilent()
    {
        // A file is always ready: epoll takes none.
        Assert.Null(OwnedDescriptor.TryOpen("/etc/hostname", 0, 0, out OwnedDescriptor? file));
        using OwnedDescriptor opened = file!;
        _group.Add(opened.Descriptor, _first);
        _first.Event.Signal();

        Assert.NotNull(_group.TryListen());

        Assert.False(_group.IsListening);
        Assert.False(_loop.Turn(0));
        Assert.Equal(0, _first.Count);
    }

    [Fact]
    public void NoneIsAddedWhileItListens()
    {
        Assert.Null(_group.TryListen());

        Assert.Throws<InvalidOperationException>(() => _group.Add(_first.Event.Descriptor, _first));
    }

    private sealed class Counting : IEventHandler
    {
        private readonly WatchGroup _group;

        internal Counting(WatchGroup group)
        {
            _group = group;
            group.Add(Event.Descriptor, this);
        }

        internal EventFd Event { get; } = EventFd.Create();

        internal int Count { get; private set; }

        internal bool HeldGate { get; private set; }

        internal Action? Then { get; set; }

        public void OnReady(EpollEvents events)
        {
            Event.Drain();
            Count++;
            HeldGate = System.Threading.Monitor.IsEntered(_group.Gate);
            Then?.Invoke();
        }
    }
}
