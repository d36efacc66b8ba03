using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>What a failed start undoes.</summary>
public sealed class JailStateTests
{
    private readonly List<int> _undone = [];
    private readonly JailState _state = new(_ => { });

    public JailStateTests()
    {
        _state.Made(() => _undone.Add(1));
        _state.Made(() => throw new LinuxException(new SystemError(Errno.ENOTEMPTY, "unlinkat")));
        _state.Made(() => _undone.Add(3));
    }

    [Fact]
    public void WhatWasMadeIsTakenBackLastFirstAndAFailureDoesNotStopTheRest()
    {
        _state.Undo();

        Assert.Equal([3, 1], _undone);
    }

    [Fact]
    public void NothingIsTakenBackTwice()
    {
        _state.Undo();
        _state.Undo();

        Assert.Equal([3, 1], _undone);
    }

    [Fact]
    public void NothingIsTakenBackAfterTheLastPointOfReturn()
    {
        _state.Commit();
        _state.Undo();

        Assert.Empty(_undone);
    }

    [Fact]
    public void ARootThatNoStepOpenedIsAFaultOfThePlan() => Assert.Throws<InvalidOperationException>(() => _state.Root);
}
