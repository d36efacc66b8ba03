using System.Threading;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Process;
using Xunit;

namespace Kiln.Vmm.Tests.Process;

/// <summary>A signal that the api thread reads reaches the vmm thread; when that one does not take it in time, the process ends without it.</summary>
public sealed class SignalCourierTests : IDisposable
{
    private readonly EventLoop _vmm = new();
    private readonly EventLoop _api = new();
    private readonly StopSignals _signals;
    private readonly PassedSignal _passed;
    private readonly SignalCourier _courier;
    private readonly List<Signal> _givenUp = [];

    public SignalCourierTests()
    {
        _signals = new StopSignals(_vmm, apiLoop: null, new VmmMetrics().Signals);
        _passed = new PassedSignal(_signals, _vmm);
        _courier = new SignalCourier(_passed, _api, _givenUp.Add);
    }

    [Fact]
    public void ASignalIsTakenOnTheVmmThreadsLoop()
    {
        _courier.Pass(Signal.SIGTERM, -6);
        Assert.Null(_signals.Received);

        Assert.True(_vmm.Turn(0));

        Assert.Equal(Signal.SIGTERM, _signals.Received);
        Assert.Equal(new ProcessEnd(ExitCode.Terminated, Signal.SIGTERM), _signals.Requested);
        Assert.False(_vmm.Turn(0));
    }

    [Fact]
    public void AHeldVmmThreadIsGivenUpForTheFirstSignal()
    {
        _courier.Pass(Signal.SIGINT, 0);
        int timeout = _api.Alarm.Timeout;
        _courier.Pass(Signal.SIGTERM, 0);

        // The second signal gives no more time.
        Assert.InRange(_api.Alarm.Timeout, 0, timeout);
        _api.Turn(_api.Alarm.Timeout + 1);
        _api.Alarm.Check();

        Assert.Equal([Signal.SIGINT], _givenUp);
    }

    // The vmm thread has taken the signal, and hangs on its way to the end: this loop still turns.
    [Fact]
    public void AnEndThatHangsIsGivenUp()
    {
        _courier.Pass(Signal.SIGHUP, 0);
        _vmm.Turn(0);

        _api.Turn(_api.Alarm.Timeout + 1);
        _api.Alarm.Check();

        Assert.Equal([Signal.SIGHUP], _givenUp);
        Assert.Equal(-1, _api.Alarm.Timeout);
    }

    [Theory]
    [InlineData(Signal.SIGTERM, ExitCode.Terminated, true)]
    [InlineData(Signal.SIGINT, ExitCode.Interrupted, true)]
    [InlineData(Signal.SIGQUIT, ExitCode.Quit, true)]
    [InlineData(Signal.SIGABRT, ExitCode.Aborted, true)]
    [InlineData(Signal.SIGHUP, ExitCode.HangUp, false)]
    [InlineData(Signal.SIGXCPU, ExitCode.ProcessorTimeLimit, false)]
    [InlineData(Signal.SIGSYS, ExitCode.UnexpectedError, false)]
    internal void OfSomeSignalsTheProcessDies(Signal signal, ExitCode status, bool dies)
    {
        _signals.Receive(signal, 0);

        Assert.Equal(new ProcessEnd(status, dies ? signal : null), _signals.Requested);
    }

    // Then the api thread is as late, and the vmm thread has had no time either.
    [Fact]
    public void AProcessThatWasStoppedAsAWholeGetsItsTimeAgain()
    {
        _courier.Pass(Signal.SIGTERM, 0);
        Thread.Sleep(TimeSpan.FromSeconds(SignalCourier.PatienceSeconds + 1.1));

        _api.Alarm.Check();
        Assert.Empty(_givenUp);
        Assert.InRange(_api.Alarm.Timeout, 1, SignalCourier.PatienceSeconds * 1000);
        _vmm.Turn(0);

        Assert.Equal(Signal.SIGTERM, _signals.Received);
    }

    [Fact]
    public void APausedMachinesLoopTakesIt()
    {
        _vmm.IsHeld = true;

        _courier.Pass(Signal.SIGTERM, 0);
        Assert.True(_vmm.Turn(0));

        Assert.Equal(Signal.SIGTERM, _signals.Received);
    }

    public void Dispose()
    {
        _courier.Dispose();
        _passed.Dispose();
        _signals.Dispose();
        _vmm.Dispose();
        _api.Dispose();
    }
}
