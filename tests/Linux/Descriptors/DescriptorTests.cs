using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Xunit;

namespace Kiln.Linux.Tests.Descriptors;

/// <summary>eventfd, timerfd, signalfd and epoll.</summary>
public sealed class DescriptorTests
{
    private const ulong Token = 7;

    [Fact]
    public void AnEventCounterAddsUpAndIsDrained()
    {
        using EventFd counter = EventFd.Create();
        Assert.Equal(0UL, counter.Drain());

        counter.Signal();
        counter.Signal();

        Assert.Equal(2UL, counter.Drain());
        Assert.Equal(0UL, counter.Drain());
    }

    [Fact]
    public void ASetReportsTheTokenOfWhatIsReadyAndNothingElse()
    {
        using Epoll set = Epoll.Create();
        using EventFd counter = EventFd.Create();
        EpollEvent[] events = new EpollEvent[4];
        Assert.Equal(0, set.Add(counter.Descriptor, EpollEvents.EPOLLIN, Token).Number);
        Assert.Equal(0, set.Wait(events, 0));

        counter.Signal();

        Assert.Equal(1, set.Wait(events, 0));
        Assert.Equal((EpollEvents.EPOLLIN, Token), (events[0].Events, events[0].Token));
        Assert.Equal(0, set.Remove(counter.Descriptor).Number);
        Assert.Equal(0, set.Wait(events, 0));
    }

    [Fact]
    public void AChangedInterestAndTokenAreTheOnesThatCount()
    {
        using Epoll set = Epoll.Create();
        using EventFd counter = EventFd.Create();
        EpollEvent[] events = new EpollEvent[1];
        Assert.Equal(Errno.ENOENT, set.Modify(counter.Descriptor, EpollEvents.EPOLLIN, Token));
        set.Add(counter.Descriptor, EpollEvents.EPOLLIN, Token);
        Assert.Equal(Errno.EEXIST, set.Add(counter.Descriptor, EpollEvents.EPOLLIN, Token));
        counter.Signal();

        set.Modify(counter.Descriptor, default, Token);
        Assert.Equal(0, set.Wait(events, 0));
        set.Modify(counter.Descriptor, EpollEvents.EPOLLIN, Token + 1);
        Assert.Equal(1, set.Wait(events, 0));
        Assert.Equal(Token + 1, events[0].Token);
    }

    [Fact]
    public void ADescriptorIsPlacedAtItsNumberAndSurvivesAnExec()
    {
        using EventFd counter = EventFd.Create();
        // A number of this test's own: that of a second eventfd, closed by its owner at the end.
        using EventFd place = EventFd.Create();

        DescriptorTable.Place(counter.Descriptor, place.Descriptor.Number);
        counter.Signal();
        DescriptorTable.Place(counter.Descriptor, counter.Descriptor.Number);

        Assert.Equal(1UL, place.Drain());
        Assert.Equal(0, Tmds.Linux.LibC.fcntl(place.Descriptor.Number, (int)FileControl.F_GETFD));
        Assert.Equal(0, Tmds.Linux.LibC.fcntl(counter.Descriptor.Number, (int)FileControl.F_GETFD));
    }

    [Fact]
    public void TheTypedEventHasTheLayoutOfTheKernels() =>
        Assert.Equal(System.Runtime.CompilerServices.Unsafe.SizeOf<Tmds.Linux.epoll_event>(), System.Runtime.CompilerServices.Unsafe.SizeOf<EpollEvent>());

    [Fact]
    public void ATimerExpiresAndIsStopped()
    {
        using TimerFd timer = TimerFd.Create();
        using Epoll set = Epoll.Create();
        set.Add(timer.Descriptor, EpollEvents.EPOLLIN, Token);
        EpollEvent[] events = new EpollEvent[1];

        timer.Start(TimeSpan.FromMilliseconds(1), TimeSpan.Zero);

        // A collection interrupts a wait, which then returns no events.
        Assert.True(System.Threading.SpinWait.SpinUntil(() => set.Wait(events, 1000) == 1, TimeSpan.FromSeconds(10)));
        Assert.Equal(1UL, timer.Drain());
        Assert.Equal(0UL, timer.Drain());
        timer.Start(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        System.Threading.Thread.Sleep(20);
        Assert.True(timer.Drain() > 1, "an interval counts what was not read meanwhile");
        timer.Start(TimeSpan.FromHours(1), TimeSpan.Zero);
        timer.Start(TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal(0, set.Wait(events, 20));
    }

    [Fact]
    public void ABlockedSignalIsReadFromItsDescriptor()
    {
        // A separate thread: its mask and its pending signals end with it.
        signalfd_siginfo read = default;
        bool found = false;
        System.Threading.Thread thread = new(() =>
        {
            SignalSet signals = SignalSet.Of(Signal.SIGHUP);
            SignalMask.Block(signals);
            using SignalFd descriptor = SignalFd.Create(signals);
            Assert.False(descriptor.TryRead(out _));
            CurrentThread.Signal(CurrentThread.Id, Signal.SIGHUP);
            found = descriptor.TryRead(out read);
        });
        thread.Start();
        thread.Join();

        Assert.True(found);
        Assert.Equal((uint)Signal.SIGHUP, read.ssi_signo);
        Assert.Equal((uint)Environment.ProcessId, read.ssi_pid);
    }

    [Fact]
    public void APendingKickIsTakenWithoutWaiting()
    {
        bool before = true;
        bool after = false;
        System.Threading.Thread thread = new(() =>
        {
            SignalSet kick = new SignalSet().With(VmmSignals.Kick);
            SignalMask.Block(kick);
            before = SignalMask.TryTake(kick);
            CurrentThread.Signal(CurrentThread.Id, VmmSignals.Kick);
            after = SignalMask.TryTake(kick);
        });
        thread.Start();
        thread.Join();

        Assert.Equal((false, true), (before, after));
    }

    [Fact]
    public void AClosedDescriptorAnswersAndDoesNotThrow()
    {
        EventFd counter = EventFd.Create();
        Descriptor descriptor = counter.Descriptor;
        counter.Dispose();
        counter.Dispose();

        Assert.Equal(Errno.EBADF, descriptor.Write([1]).Errno);
        Assert.Throws<ObjectDisposedException>(() => counter.Descriptor);
    }
}
