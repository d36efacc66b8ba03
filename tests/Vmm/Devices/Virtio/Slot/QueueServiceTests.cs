using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>A turn ends when it has taken long enough, and the queue comes back.</summary>
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

    private sealed class SlowDevice : IVirtioDevice, IChainHandler
    {
        private readonly int _milliseconds;
        private readonly int _bytes;
        private readonly QueueService _service;

        internal SlowDevice(TestMachine machine, int milliseconds, int bytes)
        {
            _milliseconds = milliseconds;
            _bytes = bytes;
            _service = new QueueService(machine.Link, 0, machine.Memory, this);
        }

        public DeviceType Type => DeviceType.VIRTIO_ID_RNG;

        public VirtioFeatures Features => VirtioFeatures.None;

        public ReadOnlySpan<byte> Configuration => default;

        public bool TryServe(DescriptorChain chain)
        {
            Thread.Sleep(_milliseconds);
            _service.Spend(_bytes);
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }

        public void OnDoorbell(int queue) => _ = _service.TakeTurn(out _);

        public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
        {
        }

        public void Activate()
        {
        }

        public void FailActivation()
        {
        }

        public void Reset()
        {
        }
    }
}
