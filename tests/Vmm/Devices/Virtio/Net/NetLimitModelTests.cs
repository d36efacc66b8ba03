using Kiln.Linux.Descriptors;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Tests.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>
/// A device that always has more frames than its limit lets through, in simulated time: to the frame what the model of a limiter lets through, and within
/// 10 % of what the numbers promise.
/// </summary>
public sealed class NetLimitModelTests(ITestOutputHelper output) : QuietTests
{
    private const ulong Place = TestDriver.Buffers;
    private const int Rounds = 12;
    private const int Size = 64;

    // Frames that wait in the tap, when it is full.
    private const int Backlog = 40;

    // So long that the first, full bucket and the burst are a small part.
    private const ulong Refills = 20;

    private const double Tolerance = 0.1;
    private const ulong Millisecond = 1_000_000;

    private readonly byte[] _frame = new byte[2048];

    [Theory]
    [InlineData(NetDevice.ReceiveQueue, TokenKind.Bandwidth)]
    [InlineData(NetDevice.ReceiveQueue, TokenKind.Operations)]
    [InlineData(NetDevice.TransmitQueue, TokenKind.Bandwidth)]
    [InlineData(NetDevice.TransmitQueue, TokenKind.Operations)]
    internal void WhatPassesIsTheModels(int queue, TokenKind kind)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < Rounds; round++)
        {
            int length = random.Next(26, 1527);
            ulong cost = kind == TokenKind.Bandwidth ? (ulong)length : 1;
            // From 25 frames a refill; some of bytes are of less than one frame, which passes on credit.
            ulong frames = (ulong)random.Next(25, 120);
            ulong size = kind == TokenKind.Bandwidth && random.Next(4) == 0 ? cost * 3 / 4 : (frames * cost) + (ulong)random.Next((int)cost);
            TokenBucketSize measures = new(size, random.Next(3) == 0 ? 0 : size * (ulong)random.Next(1, 6), (ulong)random.Next(100, 1000));
            RateLimiterConfiguration limit = kind == TokenKind.Bandwidth ? new(measures, null) : new(null, measures);
            ulong end = Refills * measures.RefillMilliseconds * Millisecond;

            long passed = Pass(queue, limit, length, end);

            Assert.Equal(PassedByModel(limit, (ulong)length, end), passed);
            // The bucket fills again while a credit is paid back, as in Firecracker: up to twice the rate.
            double promised = ((size * (1.0 + Refills)) + measures.OneTimeBurst) * (size < cost ? 2 : 1);
            Assert.InRange(passed * (double)cost, size < cost ? 0 : promised * (1 - Tolerance), (promised * (1 + Tolerance)) + cost);
        }
    }

    private long Pass(int queue, RateLimiterConfiguration limit, int length, ulong end)
    {
        ulong now = 0;
        bool receives = queue == NetDevice.ReceiveQueue;
        NetworkInterfaceConfiguration configuration = receives
            ? new NetworkInterfaceConfiguration("a", "t") { ReceiveLimit = limit }
            : new NetworkInterfaceConfiguration("a", "t") { SendLimit = limit };
        using TestNetwork network = new(configuration, Size, clock: () => now);
        network.Driver.Start(NetFeatures.Merging);
        network.Machine.Settle();
        NetDevice device = (NetDevice)network.Machine.Device;
        RateLimiter limiter = receives ? device.ReceiveLimiter : device.TransmitLimiter;
        int offered = 0;
        long taken = 0;
        while (now <= end)
        {
            Supply(network, receives, length, ref offered);
            network.Ring(queue);
            offered -= Take(network, queue, ref taken);
            if (limiter.IsBlocked)
            {
                // The timer is the kernel's and goes by another clock; here it expires when the simulated time has come.
                now += limiter.PausedNanoseconds;
                if (now <= end)
                {
                    limiter.OnReady(EpollEvents.EPOLLIN);
                    network.Machine.Settle();
                }
            }
        }
        return taken;
    }

    private void Supply(TestNetwork network, bool receives, int length, ref int offered)
    {
        for (; offered < Size; offered++)
        {
            _ = receives
                ? network.Receiving.Offer(TestBuffer.ToWrite(Place + ((ulong)offered * 0x800), 0x800))
                : network.Sending.Offer(TestBuffer.ToRead(Place, (uint)length));
        }
        for (int count = 0; receives && count < Backlog && network.Host.Send(_frame.AsSpan(0, length)); count++)
        {
            // Until the tap is full.
        }
    }

    private static int Take(TestNetwork network, int queue, ref long taken)
    {
        int count = 0;
        for (TestQueue used = network.Driver.Queues[queue]; used.Returned > 0; count++)
        {
            _ = used.Take();
        }
        while (!network.Sent().IsEmpty)
        {
            // The host reads what it gets.
        }
        taken += count;
        return count;
    }

    private static long PassedByModel(RateLimiterConfiguration limit, ulong length, ulong end)
    {
        LimiterModel model = new();
        model.Update(limit, 0);
        long passed = 0;
        for (ulong now = 0; now <= end;)
        {
            passed += model.TakeRequest(length, now) ? 1 : 0;
            now += (ulong)model.Paused;
            model.Expire();
        }
        return passed;
    }
}
