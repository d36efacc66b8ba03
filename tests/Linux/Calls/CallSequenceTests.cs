using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Linux.Tests.Calls;

/// <summary>Call sequences. Only the published binaries are used to start children with them.</summary>
public sealed class CallSequenceTests
{
    [Fact]
    public void NothingIsDoneBeforeItRuns() => OwnThread.Run(() =>
    {
        CallSequence calls = new();
        SignalSet blocked = SignalSet.Of(Signal.SIGHUP, Signal.SIGTERM);
        SignalMask.PrepareReplacing(calls, blocked);
        Assert.NotEqual(blocked, SignalMask.Current);

        Assert.Null(calls.Run());

        Assert.Equal(blocked, SignalMask.Current);
    });

    [Fact]
    public void TheFirstFailureEndsItAndIsNamed() => OwnThread.Run(() =>
    {
        CallSequence calls = new();
        DescriptorTable.PreparePlacing(calls, new Descriptor(1_000_000), 900_000);
        SignalSet blocked = SignalSet.Of(Signal.SIGHUP, Signal.SIGTERM);
        SignalMask.PrepareReplacing(calls, blocked);

        CallFailure failure = Assert.NotNull(calls.Run());

        Assert.Equal((0, Errno.EBADF), (failure.Index, failure.Errno));
        Assert.Equal("dup2 to 900000", calls.NameOf(failure.Index));
        Assert.NotEqual(blocked, SignalMask.Current);
    });

    [Fact]
    public void AProgramThatIsNotThereIsAFailureOfTheLastCall() => OwnThread.Run(() =>
    {
        CallSequence calls = new();
        SignalMask.PrepareReplacing(calls, SignalMask.Current);
        new ProgramImage("/nowhere", ["/nowhere"]).PrepareExecuting(calls);

        Assert.Equal(new CallFailure(1, Errno.ENOENT.Number), calls.Run());
    });

    [Fact]
    public void ACallThatReturnsLessThanItMustFails()
    {
        CallSequence calls = new();
        calls.Add("getpriority", 41, SystemCall.SYS_getpriority, 0, 0);

        Assert.Equal(new CallFailure(0, 0), calls.Run());
    }

    [Fact]
    public void MoreCallsThanThereIsRoomForAreAFaultOfTheCaller()
    {
        CallSequence calls = new();
        for (int count = 0; count < 96; count++)
        {
            calls.Add("getpriority", SystemCall.SYS_getpriority, 0, 0);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => calls.Add("one more", SystemCall.SYS_getpriority, 0, 0));
    }

    [Fact]
    public void AnIgnoredSignalGetsItsDefaultBack()
    {
        CallSequence nothing = new();
        SignalDisposition.PrepareDefaults(nothing);
        int before = nothing.Count;
        SignalDisposition.Ignore((Signal)23);

        CallSequence calls = new();
        SignalDisposition.PrepareDefaults(calls);
        Assert.Equal(before + 1, calls.Count);
        Assert.Null(calls.Run());

        CallSequence after = new();
        SignalDisposition.PrepareDefaults(after);
        Assert.Equal(0, after.Count);
        // The other tests' runtime expects this.
        SignalDisposition.Ignore(Signal.SIGPIPE);
    }
}
