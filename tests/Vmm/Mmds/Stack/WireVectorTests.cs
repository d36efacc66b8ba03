using System.Buffers.Binary;
using Kiln.Testing.Vmm.Mmds;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Stack;

/// <summary>Frames byte for byte, computed by others.</summary>
public sealed class WireVectorTests : IDisposable
{
    private const string ArpRequest = "ffffffffffff06001e001e010806000108000604000106001e001e01ac100002000000000000a9fea9fe";

    private const string ArpReply = "06001e001e0106012345670108060001080006040002060123456701a9fea9fe06001e001e01ac100002";

    private const string Syn =
        "06012345670106001e001e0108004500002c0000400040063abdac100002a9fea9fe9c400050000003e8000000006002faf0fcad0000020405b4";

    // Of a service whose first number is 5000.
    private const string SynAck =
        "06001e001e0106012345670108004500002c000000000106b9bda9fea9feac10000200509c4000001388000003e9601209c4da410000020405b4";

    private const string Reset =
        "06001e001e01060123456701080045000028000000000106b9c1a9fea9feac10000200509c4100001e610000000050042710cdce0000";

    private readonly StackGuest _guest = new(new LineHandler([]));

    public void Dispose() => _guest.Dispose();

    [Fact]
    public void AnArpRequestIsAnswered()
    {
        Assert.True(_guest.Give(Convert.FromHexString(ArpRequest)));
        Assert.Equal(ArpReply, Hex(_guest.Take()));
        Assert.True(_guest.Take().IsEmpty);
    }

    [Fact]
    public void ASynIsAnswered()
    {
        byte[] syn = Convert.FromHexString(Syn);
        Assert.True(_guest.Give(syn));

        byte[] frame = _guest.Take().ToArray();
        // Its first number is random: put the vector's there, and take the difference out of the sum.
        uint first = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(38));
        uint sum = (ushort)~BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(50));
        sum += (ushort)~(first >> 16);
        sum += (ushort)~first;
        sum += 5000;
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(38), 5000);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(50), (ushort)~sum);
        Assert.Equal(SynAck, Hex(frame));
    }

    [Fact]
    public void ASegmentOfNoConnectionIsReset()
    {
        _guest.Send(StackGuest.Ack, 1, 7777, port: 40001);

        Assert.Equal(Reset, Hex(_guest.Take()));
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
