using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>A turn ends after a bounded time, and the queue is rescheduled.</summary>
public sealed class QueueServiceTests
{
    [Theory]
    [InlineData(5, 0, 1)]
    [InlineData(0, 1 << 20, 4)]
    [InlineData(0, 5 << 20, 1)]
    public void ATurnEndsAfterSomeTimeOrSomeBytes(int milliseconds, int bytes, int chains)
    {
        SlowDevice device = null!;
        using TestMachine machine = new(made => device = new SlowDevice(made, milliseconds, bytes));
        machine.Driver.Start();
        machine.Settle();
        for (int index = 0; index < 8; index++)
        {
            machine.Driver.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 16));
        }

        machine.Link.Doorbells[0].Signal();
        Assert.True(machine.Loop.Turn(0));

        // A turn on a busy machine may end for its time, before it ends for its bytes.
        Assert.InRange(machine.Driver.Returned, 1, chains);
        machine.Settle();
        Assert.Equal(8, machine.Driver.Returned);
    }

    // The driver makes another chain available when it is interrupted for the first one, and no doorbell tells of it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AChainThatComesWhileTheQueueIsWatchedNeedsNoDoorbell(bool isWatched)
    {
        Patience patience = new();
        using TestMachine machine = new(made => new SlowDevice(made, 0, 0) { Patience = isWatched ? patience : null });
        machine.Driver.Start();
        machine.Settle();
        // Doorbells that came soon.
        for (ulong time = 1; !patience.IsWorthIt; time++)
        {
            patience.Sleep(time);
            patience.Wake(time + 1);
        }
        machine.Line.OnRaise = () =>
        {
            machine.Line.OnRaise = null;
            machine.Driver.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 16));
        };

        machine.Driver.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 16));
        machine.Ring();

        Assert.Equal(isWatched ? 2 : 1, machine.Driver.Returned);
    }

    private sealed class SlowDevice : PlainDevice, IChainHandler
    {
        private readonly int _milliseconds;
        private readonly int _bytes;
        private readonly Func<Patience?, QueueService> _make;
        private readonly QueueService _service;

        internal SlowDevice(TestMachine machine, int milliseconds, int bytes)
        {
            _milliseconds = milliseconds;
            _bytes = bytes;
            _make = patience => new QueueService(machine.Link, 0, machine.Memory, this) { Patience = patience };
            _service = _make(null);
        }

        internal Patience? Patience
        {
            init => _service = _make(value);
        }

        public bool TryServe(DescriptorChain chain)
        {
            Thread.Sleep(_milliseconds);
            _service.Spend(_bytes);
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }

        public override void OnNotify(int queue)
        {
            _ = _service.TakeTurn(out _);
            _service.SignalUsed();
        }
    }
}
