using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Mmds;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Stack;

/// <summary>Connections, segment by segment.</summary>
public sealed class ConnectionTests : IDisposable
{
    private static readonly byte[] _body = [.. Enumerable.Range(0, 5000).Select(index => (byte)index)];

    private readonly StackGuest _guest = new(new LineHandler(_body));

    public void Dispose() => _guest.Dispose();

    [Theory]
    [InlineData("", 536)]
    [InlineData("02040064", 100)]
    [InlineData("0204ffd7", 65495)]
    [InlineData("0101010000000000", 536)]
    [InlineData("0303070001010101", 536)]
    [InlineData("030307020405b400", 1460)]
    public void ASynIsAnsweredWithItsOwnSegmentSize(string options, int size)
    {
        _guest.Send(StackGuest.Syn, 1000, options: Convert.FromHexString(options));

        byte[] frame = _guest.Take().ToArray();
        Assert.Equal((StackGuest.Syn | StackGuest.Ack, 1001), (frame[47], frame[45] | (frame[44] << 8)));
        Assert.Equal([2, 4, (byte)(size >> 8), (byte)size], frame[54..]);
        Assert.Equal(2500, (frame[48] << 8) | frame[49]);
    }

    [Theory]
    [InlineData("02040063")] // too small
    [InlineData("0204ffd8")] // too large
    [InlineData("0203640000000000")] // of the wrong length
    [InlineData("03000000")] // of length zero
    [InlineData("03010000")]
    [InlineData("03080000")] // longer than the header
    [InlineData("01010102")] // without a length
    public void ASynWithBadOptionsIsNotAnswered(string options)
    {
        _guest.Send(StackGuest.Syn, 1000, options: Convert.FromHexString(options));

        Assert.Null(_guest.Next());
        Assert.Equal(0, _guest.Metrics.ConnectionsCreated.Value);
    }

    [Fact]
    public void ARequestIsAnsweredInSegmentsOfThePeersSize()
    {
        uint first = _guest.Open(segmentSize: 1000);
        _guest.Send(StackGuest.Ack, 1001, first, "hello\n"u8);

        byte[] answer = [];
        while (_guest.Next() is { } segment)
        {
            Assert.Equal((first + (uint)answer.Length, 1007u), (segment.Sequence, segment.Acknowledgment));
            Assert.True(segment.Payload.Length <= 1000);
            answer = [.. answer, .. segment.Payload];
        }
        Assert.Equal([.. "hello\n"u8, .. _body], answer);
        Assert.Equal((1, 0), (_guest.Metrics.ConnectionsCreated.Value, _guest.Metrics.ConnectionsDestroyed.Value));
    }

    [Fact]
    public void DataMayRideOnTheHandshake()
    {
        _guest.Send(StackGuest.Syn, 1000);
        uint first = _guest.Next()!.Sequence + 1;
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8);

        Assert.Equal(536, _guest.Next()!.Payload.Length);
    }

    [Fact]
    public void TheNextRequestWaitsUntilTheAnswerIsAcknowledged()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack, 1001, first, "a\nb\n"u8);

        uint end = Drain(first);
        Assert.Equal(first + 2 + 5000, end);
        _guest.Send(StackGuest.Ack, 1005, end - 1);
        Assert.Null(_guest.Next());
        _guest.Send(StackGuest.Ack, 1005, end);
        Assert.Equal("b\n", Encoding.ASCII.GetString(_guest.Next()!.Payload, 0, 2));
    }

    [Fact]
    public void AClosedWindowIsRespectedAndAskedFor()
    {
        uint first = _guest.Open(window: 10);
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8, window: 10);
        Assert.Equal(10, _guest.Next()!.Payload.Length);
        Assert.Null(_guest.Next());
        _guest.Send(StackGuest.Ack, 1003, first + 10, window: 0);
        Assert.Null(_guest.Next());

        // The update of the window is lost: a byte asks for it, for as long as the guest is there.
        for (int round = 0; round < 40; round++)
        {
            _guest.Wait(6400);
            Assert.Single(_guest.Next()!.Payload);
            _guest.Send(StackGuest.Ack, 1003, first + 10, window: 0);
            while (_guest.Next() is { } again)
            {
                Assert.Equal((first + 10, 1), (again.Sequence, again.Payload.Length));
            }
        }
        _guest.Send(StackGuest.Ack, 1003, first + 10, window: 20);
        Assert.Equal((first + 10, 20), (_guest.Next() is { } next ? (next.Sequence, next.Payload.Length) : default));
    }

    [Fact]
    public void AWindowOfOneByteGetsAByteAtATime()
    {
        uint place = _guest.Open(window: 1);
        _guest.Send(StackGuest.Ack, 1001, place, "x\n"u8, window: 1);
        List<byte> answer = [];
        while (_guest.Next() is { } segment)
        {
            Assert.Equal((place, 1), (segment.Sequence, segment.Payload.Length));
            answer.AddRange(segment.Payload);
            _guest.Send(StackGuest.Ack, 1003, ++place, window: 1);
        }
        Assert.Equal([.. "x\n"u8, .. _body], answer);
    }

    [Fact]
    public void TheEdgeOfTheWindowDoesNotShrink()
    {
        uint first = _guest.Open(window: 1000, segmentSize: 300);
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8, window: 1000);
        Assert.Equal(300, _guest.Next()!.Payload.Length);
        _guest.Send(StackGuest.Ack, 1003, first + 100, window: 100);

        Assert.Equal(first + 1000, Drain(first + 300));
    }

    [Fact]
    public void WhatIsLostIsSentAgain()
    {
        uint first = _guest.Open(segmentSize: 1000);
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8);
        uint end = Drain(first);

        // The first acknowledgment of something older brings one segment, further ones nothing.
        _guest.Send(StackGuest.Ack, 1003, first + 1000);
        Assert.Null(_guest.Next());
        _guest.Send(StackGuest.Ack, 1003, first + 1000);
        Assert.Equal(first + 1000, _guest.Next()!.Sequence);
        _guest.Send(StackGuest.Ack, 1003, first + 1000);
        Assert.Null(_guest.Next());
        // The time-out brings all of it.
        _guest.Wait(399);
        Assert.Null(_guest.Next());
        _guest.Wait(2);
        Assert.Equal(end, Drain(first + 1000));
        _guest.Wait(799);
        Assert.Null(_guest.Next());
        _guest.Wait(2);
        Assert.Equal(end, Drain(first + 1000));
    }

    [Fact]
    public void ASilentGuestIsGivenUp()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack, 1001, first, "x\n"u8);
        uint end = Drain(first);
        for (int timeout = 0; timeout < 15; timeout++)
        {
            _guest.Wait(6400);
            Assert.Equal(end, Drain(first));
        }
        _guest.Wait(6400);

        Assert.Equal((StackGuest.Rst | StackGuest.Ack, end), _guest.Next() is { } reset ? (reset.Flags, reset.Sequence) : default);
        Assert.Equal((1, ulong.MaxValue), (_guest.Metrics.ConnectionsDestroyed.Value, _guest.Stack.Deadline));
    }

    [Fact]
    public void TheGuestClosesFirst()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack | StackGuest.Fin, 1001, first, "x\n"u8);

        uint end = Drain(first);
        Assert.Equal(first + 5002, end);
        _guest.Send(StackGuest.Ack, 1004, end);
        Assert.Equal((StackGuest.Ack | StackGuest.Fin, end, 1004u), _guest.Next() is { } fin ? (fin.Flags, fin.Sequence, fin.Acknowledgment) : default);
        // It is lost.
        _guest.Wait(401);
        Assert.Equal((StackGuest.Ack | StackGuest.Fin, end), _guest.Next() is { } again ? (again.Flags, again.Sequence) : default);
        _guest.Send(StackGuest.Ack, 1004, end + 1);

        Assert.Null(_guest.Next());
        Assert.Equal((1, ulong.MaxValue), (_guest.Metrics.ConnectionsDestroyed.Value, _guest.Stack.Deadline));
    }

    [Fact]
    public void WhatComesAfterOurFinIsAcknowledged()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack | StackGuest.Fin, 1001, first);
        Assert.Equal(StackGuest.Ack | StackGuest.Fin, _guest.Next()!.Flags);
        _guest.Send(StackGuest.Ack | StackGuest.Fin, 1001, first);

        Assert.Equal((first + 1, 1002u, 0), _guest.Next() is { } segment ? (segment.Sequence, segment.Acknowledgment, segment.Payload.Length) : default);
    }

    [Fact]
    public void ARequestThatDoesNotEndInTheWindowBreaksTheConnection()
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack, 1001, first, new byte[1400]);
        Assert.Equal(1100, _guest.Next()!.Window);
        // More than the window, and beyond its edge, is ignored.
        _guest.Send(StackGuest.Ack, 2401, first, new byte[1101]);
        Assert.Null(_guest.Next());
        _guest.Send(StackGuest.Ack, 2401, first, new byte[1100]);

        Assert.Equal((StackGuest.Rst, first), _guest.Next() is { } reset ? (reset.Flags, reset.Sequence) : default);
        Assert.Equal(1, _guest.Metrics.ConnectionsDestroyed.Value);
    }

    [Theory]
    [InlineData(1002)]
    [InlineData(1000)]
    [InlineData(999)]
    public void OnlyWhatComesInOrderIsTaken(uint sequence)
    {
        uint first = _guest.Open();
        _guest.Send(StackGuest.Ack, sequence, first, "x\n"u8);

        Assert.Equal((1001u, 0), _guest.Next() is { } answer ? (answer.Acknowledgment, answer.Payload.Length) : default);
        Assert.Null(_guest.Next());
    }

    [Fact]
    public void NothingIsAllocated()
    {
        byte[] request = StackGuest.Frame(StackGuest.Ack, 1001, _guest.Open(), "x\n"u8);
        byte[] ack = StackGuest.Frame(StackGuest.Ack, 1003, 0);
        byte[] syn = StackGuest.Frame(StackGuest.Syn, 9, port: 9);
        byte[] reset = StackGuest.Frame(StackGuest.Rst, 10, port: 9);

        Assert.Equal(0, Allocation.Of(() =>
        {
            foreach (byte[] frame in (ReadOnlySpan<byte[]>)[request, ack, syn, reset])
            {
                _guest.Give(frame);
                while (!_guest.Take().IsEmpty)
                {
                }
            }
            _guest.Wait(1000);
        }));
    }

    // Takes all segments with payload, which follow each other.
    private uint Drain(uint place)
    {
        while (_guest.Next() is { } segment)
        {
            Assert.Equal(place, segment.Sequence);
            place += (uint)segment.Payload.Length;
        }
        return place;
    }
}
