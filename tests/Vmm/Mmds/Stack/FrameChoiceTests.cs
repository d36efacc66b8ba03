using System.Linq;
using Kiln.Testing.Vmm.Mmds;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Stack;

/// <summary>Which frames the service takes from the wire, and which of them it answers.</summary>
public sealed class FrameChoiceTests : IDisposable
{
    private static readonly byte[] _arp = Convert.FromHexString("ffffffffffff06001e001e010806000108000604000106001e001e01ac100002000000000000a9fea9fe");

    private readonly StackGuest _guest = new(new LineHandler([]));

    public void Dispose() => _guest.Dispose();

    [Theory]
    [InlineData(12, 0x86)] // IPv6
    [InlineData(12, 0x81)] // a VLAN's tag
    [InlineData(41, 0xFD)] // for another host
    public void WhatIsForOthersGoesOn(int offset, int value)
    {
        Assert.False(_guest.Give(Changed(_arp, offset, value)));
        Assert.False(_guest.Give(Changed(StackGuest.Frame(StackGuest.Syn, 1), offset == 41 ? 33 : offset, value)));
        Assert.Equal(0, _guest.Metrics.Accepted.Value);
    }

    [Fact]
    public void AFrameTooShortToSayForWhomItIsGoesOn()
    {
        Assert.False(_guest.Give(_arp.AsSpan(0, 41)));
        Assert.False(_guest.Give(StackGuest.Frame(StackGuest.Syn, 1).AsSpan(0, 33)));
        Assert.False(_guest.Give([]));
    }

    [Theory]
    [InlineData(21, 2)] // a reply
    [InlineData(21, 9)]
    [InlineData(15, 6)] // other hardware
    [InlineData(16, 9)] // another protocol
    [InlineData(18, 8)] // longer addresses
    [InlineData(19, 16)]
    public void AnArpPacketThatIsNoRequestIsSwallowed(int offset, int value)
    {
        Assert.True(_guest.Give(Changed(_arp, offset, value)));
        Assert.True(_guest.Take().IsEmpty);
        Assert.Equal(1, _guest.Metrics.Accepted.Value);
    }

    [Fact]
    public void OfTwoAskersTheLastIsAnsweredAndPaddingIsNoMatter()
    {
        Assert.True(_guest.Give(_arp));
        Assert.True(_guest.Give([.. Changed(_arp, 31, 7), .. new byte[18]]));

        Assert.Equal(7, _guest.Take()[41]);
        Assert.True(_guest.Take().IsEmpty);
    }

    [Theory]
    [InlineData(14, 0x65, true)] // version 6
    [InlineData(14, 0x44, true)] // a header of 16 bytes
    [InlineData(14, 0x4F, true)] // a header longer than the packet
    [InlineData(16, 0x01, true)] // a packet longer than the frame
    [InlineData(17, 19, true)] // a packet shorter than its header
    [InlineData(20, 0x60, true)] // a fragment
    [InlineData(21, 1, true)]
    [InlineData(23, 17, false)] // UDP
    [InlineData(23, 1, false)] // ICMP
    [InlineData(46, 0x40, true)] // a TCP header of 16 bytes
    [InlineData(46, 0xF0, true)] // longer than the segment
    [InlineData(37, 81, true)] // another port
    public void AnInvalidPacketIsSwallowedAndCounted(int offset, int value, bool isMalformed)
    {
        Assert.True(_guest.Give(Changed(StackGuest.Frame(StackGuest.Syn, 1), offset, value)));

        Assert.True(_guest.Take().IsEmpty);
        Assert.Equal((isMalformed ? 1 : 0, isMalformed ? 0 : 1), (_guest.Metrics.Malformed.Value, _guest.Metrics.Unusual.Value));
        Assert.Equal((1, 0), (_guest.Metrics.Accepted.Value, _guest.Metrics.Segments.Value));
    }

    [Fact]
    public void EveryPrefixOfASegmentIsSwallowed()
    {
        byte[] frame = StackGuest.Frame(StackGuest.Ack, 1, 1, "GET / HTTP/1.1\r\n\r\n"u8, [1, 1, 1, 1]);
        for (int length = 34; length < frame.Length; length++)
        {
            Assert.True(_guest.Give(frame.AsSpan(0, length)));
        }
        Assert.True(_guest.Take().IsEmpty);
        Assert.Equal(frame.Length - 34, _guest.Metrics.Malformed.Value);
    }

    [Fact]
    public void TheSumsOfTheGuestAreNotChecked()
    {
        // A driver that offloads leaves them to the device.
        _guest.Give(Changed(Changed(StackGuest.Frame(StackGuest.Syn, 1), 25, 0), 51, 0));

        Assert.Equal(StackGuest.Syn | StackGuest.Ack, _guest.Next()!.Flags);
    }

    private static byte[] Changed(byte[] frame, int offset, int value) => [.. frame.Select((old, index) => index == offset ? (byte)value : old)];
}
