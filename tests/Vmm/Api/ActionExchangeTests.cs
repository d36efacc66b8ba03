using System.Threading;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Model;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Actions get their answers from the vmm thread, and when that one is done with them, an answer all the same.</summary>
public sealed class ActionExchangeTests : IDisposable
{
    private const string TooLate = "The microVM has stopped.";

    // Longer than a thread takes on any machine; only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly EventLoop _loop = new();
    private readonly ActionExchange _exchange;

    public ActionExchangeTests() => _exchange = new ActionExchange(new Controller(new FakeHost(), VmConfiguration.Default), _loop);

    [Fact]
    public void AnActionIsExecutedOnTheLoopsThreadAndAnswered()
    {
        ActionResult result = default;
        Thread client = Ask(() => result = _exchange.Ask(new DescribeMicroVm()));

        Assert.True(_loop.Turn((int)_patience.TotalMilliseconds));
        Assert.True(client.Join(_patience));
        Assert.Equal(MachineState.NotStarted, result.Description!.State);
    }

    [Fact]
    public void ThousandsFollowEachOther()
    {
        const int Count = 5000;
        int answered = 0;
        Thread client = Ask(() =>
        {
            for (int index = 0; index < Count; index++)
            {
                answered += _exchange.Ask(new ConfigureSerial(SerialConfiguration.Default)).Refusal is null ? 1 : 0;
            }
        });
        while (!client.Join(0))
        {
            _ = _loop.Turn(1);
        }
        Assert.Equal(Count, answered);
    }

    [Fact]
    public void OneThatWaitsWhenItIsClosedIsToldSo()
    {
        string? refusal = null;
        Thread client = Ask(() => refusal = _exchange.Ask(new FlushMetrics()).Refusal);
        // The action is there once the loop would find it; it is not let to.
        Assert.False(client.Join(TimeSpan.FromMilliseconds(50)));

        _exchange.Close();

        Assert.True(client.Join(_patience));
        Assert.Equal(TooLate, refusal);
    }

    [Fact]
    public void OneThatComesLaterIsToldSoAtOnce()
    {
        _exchange.Close();

        Assert.Equal(TooLate, _exchange.Ask(new StartMicroVm()).Refusal);
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _loop.Dispose();
    }

    private static Thread Ask(Action ask)
    {
        Thread thread = new(() => ask()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
