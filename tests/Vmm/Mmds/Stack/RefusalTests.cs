using Kiln.Testing.Vmm.Mmds;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Stack;

/// <summary>What a connection refuses, and how many there may be.</summary>
public sealed class RefusalTests : IDisposable
{
    private const int Most = 30;

    private readonly StackGuest _guest = new(new LineHandler([]));

    public void Dispose() => _guest.Dispose();

    [Theory]
    [InlineData(StackGuest.Ack, 5000u, 77u, 0, 77u, 0u)]
    [InlineData(StackGuest.Ack | StackGuest.Fin, 5000u, 77u, 9, 77u, 0u)]
    [InlineData(StackGuest.Fin, 5000u, 0u, 10, 0u, 5011u)]
    [InlineData(0, 5000u, 0u, 10, 0u, 5010u)]
    [InlineData(StackGuest.Syn, 5000u, 0u, 10, 0u, 5011u)]
    [InlineData(StackGuest.Syn | StackGuest.Ack, 5000u, 77u, 0, 77u, 0u)]
    [InlineData(StackGuest.Syn | StackGuest.Fin, 5000u, 0u, 0, 0u, 5002u)]
    public void ASegmentOfNoConnectionIsReset(int flags, uint sequence, uint acknowledgment, int length, uint ofReset, uint acknowledged)
    {
        _guest.Send((byte)flags, sequence, acknowledgment, new byte[length]);

        StackSegment reset = _guest.Next()!;
        Assert.Equal((ofReset, acknowledged, 10000), (reset.Sequence, reset.Acknowledgment, reset.Window));
        Assert.Equal(acknowledged == 0 ? StackGuest.Rst : StackGuest.Rst | StackGuest.Ack, reset.Flags);
        Assert.Null(_guest.Next());
    }

    [Fact]
    public void AResetIsNeverAnswered()
    {
        _guest.Send(StackGuest.Rst, 1, 1);
        _guest.Send(StackGuest.Rst | StackGuest.Ack, 1, 1);

        Assert.Null(_guest.Next());
    }

    [Theory]
    [InlineData(1001, true)]
    [InlineData(3501, true)]
    [InlineData(3502, false)]
    [InlineData(1000, false)]
    public void AResetMustLieInTheWindow(uint sequence, bool isTaken)
    {
        _guest.Open();
        _guest.Send(StackGuest.Rst, sequence);

        Assert.Equal(isTaken ? 1 : 0, _guest.Metrics.ConnectionsDestroyed.Value);
        Assert.Null(_guest.Next());
    }

    [Fact]
    public void ASynThatComesAgainIsAnsweredAgainOnceItWasAnswered()
    {
        _guest.Send(StackGuest.Syn, 1000);
        _guest.Send(StackGuest.Syn, 1000);
        uint first = _guest.Next()!.Sequence;
        Assert.Null(_guest.Next());
        _guest.Send(StackGuest.Syn, 1000);

        Assert.Equal(first, _guest.Next()!.Sequence);
        Assert.Equal(1, _guest.Metrics.ConnectionsCreated.Value);
    }

    [Theory]
    [InlineData(2000, false)]
    [InlineData(2000, true)]
    public void AnotherSynBreaksTheConnection(uint sequence, bool isOpen)
    {
        if (isOpen)
        {
            _guest.Open();
        }
        else
        {
            _guest.Send(StackGuest.Syn, 1000);
        }
        _guest.Send(StackGuest.Syn, sequence);

        Assert.Equal(sequence + 1, _guest.Next()!.Acknowledgment);
        Assert.Equal(1, _guest.Metrics.ConnectionsDestroyed.Value);
    }

    [Fact]
    public void ASynThatComesTwiceAndLateIsAcknowledged()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Syn, 1000);

        Assert.Equal((StackGuest.Ack, first, 1001u), _guest.Next() is { } segment ? (segment.Flags, segment.Sequence, segment.Acknowledgment) : default);
        Assert.Equal(0, _guest.Metrics.ConnectionsDestroyed.Value);
    }

    [Fact]
    public void AWrongAcknowledgmentOfOurSynIsReset()
    {
        _guest.Send(StackGuest.Syn, 1000);
        // Before ours was sent there is nothing to acknowledge.
        _guest.Send(StackGuest.Ack, 1001, 1);
        Assert.Equal((StackGuest.Rst, 1u), _guest.Next() is { } early ? (early.Flags, early.Sequence) : default);
        uint first = _guest.Next()!.Sequence + 1;
        _guest.Send(StackGuest.Ack, 1001, first + 1);
        Assert.Equal((StackGuest.Rst, first + 1), _guest.Next() is { } wrong ? (wrong.Flags, wrong.Sequence) : default);
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8);

        Assert.Equal(2, _guest.Next()!.Payload.Length);
    }

    [Fact]
    public void AnAcknowledgmentOfWhatWasNeverSentIsPutRight()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack, 1001, first + 5, "x\n"u8);

        Assert.Equal((first, 1001u, 0), _guest.Next() is { } segment ? (segment.Sequence, segment.Acknowledgment, segment.Payload.Length) : default);
    }

    [Fact]
    public void AFullTableGivesUpWhoIsIdleAndNobodyElse()
    {
        for (int index = 0; index < Most; index++)
        {
            _guest.Open(port: (ushort)(1 + index));
            _guest.Wait(100);
        }
        _guest.Send(StackGuest.Syn, 1000, port: 1000);
        Assert.Equal((1000, StackGuest.Rst | StackGuest.Ack), _guest.Next() is { } refused ? (refused.Port, refused.Flags) : default);
        _guest.Wait(13_000 - (Most * 100) + 50);
        _guest.Send(StackGuest.Syn, 1000, port: 1000);

        Assert.Equal(1, _guest.Next()!.Port);
        Assert.Equal((1000, StackGuest.Syn | StackGuest.Ack), _guest.Next() is { } opened ? (opened.Port, opened.Flags) : default);
        Assert.Equal((Most + 1, 1), (_guest.Metrics.ConnectionsCreated.Value, _guest.Metrics.ConnectionsDestroyed.Value));
        // The next one was heard of later.
        _guest.Send(StackGuest.Syn, 1000, port: 1001);
        Assert.Equal((1001, StackGuest.Rst | StackGuest.Ack), _guest.Next() is { } late ? (late.Port, late.Flags) : default);
    }

    [Fact]
    public void AStormOfResetsIsBounded()
    {
        for (int index = 0; index < 1000; index++)
        {
            _guest.Send(StackGuest.Ack, 1, 1, port: (ushort)(1 + index));
        }
        int count = 0;
        while (_guest.Next() is not null)
        {
            count++;
        }
        Assert.Equal(100, count);
    }
}
