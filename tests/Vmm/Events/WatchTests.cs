using System.Linq;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Testing.Harness;
using Kiln.Vmm.Events;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Events;

/// <summary>Events reach their watch and, once it is removed, nobody else in its slot.</summary>
public sealed class WatchTests(ITestOutputHelper output) : IDisposable
{
    private readonly EventLoop _loop = new();

    // Both events arrive in one batch; the first one served replaces the second watch by another.
    [Fact]
    public void AnEventOfTheFormerOwnerOfAPlaceReachesNobody()
    {
        using Bell first = new();
        using Bell second = new();
        using Bell successor = new();
        Watch[] watches = [_loop.Watch(first.Event.Descriptor, first), _loop.Watch(second.Event.Descriptor, second)];
        void Replace(int index)
        {
            watches[index].Silence();
            watches[index] = _loop.Watch(successor.Event.Descriptor, successor);
        }
        first.Rung = () => Replace(1);
        second.Rung = () => Replace(0);
        first.Event.Signal();
        second.Event.Signal();

        Assert.True(_loop.Turn(0));

        Assert.Equal((1, 0), (first.Rings + second.Rings, successor.Rings));
        successor.Event.Signal();
        while (_loop.Turn(0))
        {
        }
        Assert.Equal(1, successor.Rings);
    }

    [Fact]
    public void ItFallsSilentAndListensAgain()
    {
        using Bell bell = new();
        Watch watch = _loop.Prepare(bell.Event.Descriptor, bell);
        bell.Event.Signal();
        Assert.False(_loop.Turn(0));

        watch.Listen(EpollEvents.EPOLLIN);
        Assert.True(watch.IsListening);
        Assert.True(_loop.Turn(0));
        watch.Silence();
        watch.Silence();
        bell.Event.Signal();
        Assert.False(_loop.Turn(0));
        watch.Listen(EpollEvents.EPOLLIN);

        Assert.True(_loop.Turn(0));
        Assert.Equal(2, bell.Rings);
        watch.Dispose();
        Assert.False(watch.IsListening);
    }

    [Fact]
    public void WhatItListensForCanBeChanged()
    {
        using Bell bell = new();
        Watch watch = _loop.Watch(bell.Event.Descriptor, bell);
        watch.Change(default);
        bell.Event.Signal();
        Assert.False(_loop.Turn(0));

        watch.Change(EpollEvents.EPOLLIN);

        Assert.True(_loop.Turn(0));
    }

    [Fact]
    public void ItCannotListenTwiceNorChangeInSilence()
    {
        using Bell bell = new();
        Watch watch = _loop.Watch(bell.Event.Descriptor, bell);
        Assert.Throws<InvalidOperationException>(() => watch.Listen(EpollEvents.EPOLLIN));

        watch.Silence();

        Assert.Throws<InvalidOperationException>(() => watch.Change(EpollEvents.EPOLLIN));
    }

    // A regular file is always ready, so epoll refuses it.
    [Fact]
    public void AFileIsRefusedAndLeavesThePlaceFree()
    {
        Assert.Null(OwnedDescriptor.TryOpen("/proc/self/exe", LibC.O_RDONLY, 0, out OwnedDescriptor? file));
        using OwnedDescriptor executable = file!;
        using Bell bell = new();
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            Watch watch = _loop.Prepare(executable.Descriptor, bell);
            Assert.Equal(Errno.EPERM, watch.TryListen(EpollEvents.EPOLLIN)!.Value.Errno);
            Assert.False(watch.IsListening);
        }
    }

    [Fact]
    public void ThereAreAsManyPlacesAsTheDesignKnows()
    {
        Bell[] bells = [.. Enumerable.Range(0, 257).Select(_ => new Bell())];
        Watch[] watches = [.. bells.Take(256).Select(bell => _loop.Watch(bell.Event.Descriptor, bell))];

        Assert.Throws<InvalidOperationException>(() => _loop.Watch(bells[256].Event.Descriptor, bells[256]));
        watches[17].Dispose();
        _ = _loop.Watch(bells[256].Event.Descriptor, bells[256]);
        bells[256].Event.Signal();

        Assert.True(_loop.Turn(0));
        Assert.Equal(1, bells[256].Rings);
        Array.ForEach(bells, bell => bell.Dispose());
    }

    // Against a model: bells that ring, fall silent, listen and hand their places on, also while others are served.
    [Fact]
    public void WhateverComesAndGoesEachHearsItsOwn()
    {
        const int Bells = 20;
        int seed = Seed.Next();
        output.WriteLine($"KILN_SEED={seed}");
        Random chance = new(seed);
        Bell[] bells = [.. Enumerable.Range(0, Bells).Select(_ => new Bell())];
        Watch[] watches = [.. bells.Select(bell => _loop.Prepare(bell.Event.Descriptor, bell))];
        bool[] isRinging = new bool[Bells];
        void Move(int index)
        {
            if (watches[index].IsListening)
            {
                watches[index].Silence();
            }
            else
            {
                watches[index].Listen(EpollEvents.EPOLLIN);
            }
        }
        for (int index = 0; index < Bells; index++)
        {
            int own = index;
            bells[own].Rung = () =>
            {
                Assert.True(isRinging[own] && watches[own].IsListening);
                isRinging[own] = false;
                Move(chance.Next(Bells));
            };
        }
        for (int step = 0; step < 20_000; step++)
        {
            int index = chance.Next(Bells);
            if (chance.Next(2) == 0)
            {
                Move(index);
            }
            else
            {
                bells[index].Event.Signal();
                isRinging[index] = true;
            }
            if (chance.Next(3) == 0)
            {
                _ = _loop.Turn(0);
            }
        }
        Array.ForEach(watches, watch => watch.Silence());
        Array.ForEach(watches, watch => watch.Listen(EpollEvents.EPOLLIN));
        Array.ForEach(bells, bell => bell.Rung = null);
        int before = bells.Sum(bell => bell.Rings);
        while (_loop.Turn(0))
        {
        }

        Assert.Equal(isRinging.Count(rings => rings), bells.Sum(bell => bell.Rings) - before);
        Array.ForEach(bells, bell => bell.Dispose());
    }

    public void Dispose() => _loop.Dispose();
}
