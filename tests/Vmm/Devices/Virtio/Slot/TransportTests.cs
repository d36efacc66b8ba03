using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>A slot is the same over any transport, with any number of queues of any size.</summary>
public sealed class TransportTests
{
    private static readonly ushort[] _sizes = [16, 64, 256];

    public static TheoryData<object> Kinds => [TransportKind.Mmio, TransportKind.Direct];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachQueueHasItsSizeItsDoorbellAndItsInterrupt(object kind)
    {
        using TestMachine machine = Machine((TransportKind)kind);
        TestDriver driver = machine.Driver;
        Assert.Equal([16u, 64u, 256u, 0u], Enumerable.Range(0, 4).Select(driver.Bus.SizeOf));
        driver.Start(EchoDevice.Offered);
        machine.Settle();

        for (int queue = 0; queue < _sizes.Length; queue++)
        {
            for (int chain = 0; chain <= queue; chain++)
            {
                driver.Queues[queue].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 8));
            }
            driver.Bus.Ring(queue);
        }
        machine.Settle();

        Assert.Equal([1, 2, 3], driver.Queues.Select(queue => queue.Returned));
        Assert.All(driver.Queues, queue => Assert.Equal((0u, 4u), queue.Take()));
        Assert.True(driver.Bus.TakeInterrupt(2));
        Assert.False(driver.Bus.TakeInterrupt(2));
        Assert.Equal((TransportKind)kind == TransportKind.Direct, driver.Bus.TakeInterrupt(1));
        Assert.False(driver.Bus.TakeConfigurationInterrupt());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AQueueLargerThanTheDeviceTakesIsRefused(object kind)
    {
        using TestMachine machine = Machine((TransportKind)kind);
        machine.Driver.Negotiate(VirtioFeatures.Version1);
        machine.Driver.Bus.SetUp(0, machine.Driver.Queues[0].Registers with { Size = 32 });

        machine.Driver.Bus.Status = TestDriver.Working;

        Assert.Equal(TestDriver.Working | 0x40, machine.Driver.Status);
        Assert.True(machine.Driver.Bus.TakeConfigurationInterrupt());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ABrokenQueueSilencesAllOfThem(object kind)
    {
        using TestMachine machine = Machine((TransportKind)kind);
        TestDriver driver = machine.Driver;
        driver.Start();
        machine.Settle();
        driver.Store(driver.Queues[1].Available + 2, (ushort)5000);
        driver.Bus.Ring(1);
        machine.Settle();
        Assert.Equal(TestDriver.Working | 0x40, driver.Status);

        driver.Queues[2].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 8));
        driver.Bus.Ring(2);
        machine.Settle();

        Assert.Equal(0, driver.Queues[2].Returned);
        driver.Start();
        driver.Queues[2].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 8));
        machine.Settle();
        Assert.Equal(1, driver.Queues[2].Returned);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheConfigurationIsReadAnyhowAndItsChangeIsTold(object kind)
    {
        using TestMachine machine = Machine((TransportKind)kind);
        byte[] data = new byte[4];
        machine.Driver.Bus.ReadConfiguration(2, data);
        Assert.Equal([3, 4, 0, 0], data);
        machine.Driver.Start();
        uint generation = machine.Driver.Bus.Generation;

        machine.Link.SignalConfiguration();

        Assert.NotEqual(generation, machine.Driver.Bus.Generation);
        Assert.True(machine.Driver.Bus.TakeConfigurationInterrupt());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingIsAllocatedFromResetToAnswer(object kind)
    {
        using TestMachine machine = Machine((TransportKind)kind);
        TestDriver driver = machine.Driver;
        if ((TransportKind)kind == TransportKind.Direct)
        {
            // The test driver's calls over this transport allocate: only the code they call is measured.
            driver.Start();
        }

        Assert.Equal(0, Allocation.Of(() =>
        {
            if ((TransportKind)kind == TransportKind.Mmio)
            {
                driver.Start();
            }
            driver.Queues[1].Offer(TestBuffer.ToWrite(TestDriver.Buffers, 8));
            driver.Bus.Ring(1);
            machine.Settle();
        }));
    }

    private static TestMachine Machine(TransportKind kind) => new(made => new EchoDevice(made), queueSizes: _sizes, kind: kind);

    // Writes four bytes to every buffer.
    private sealed class EchoDevice : PlainDevice, IChainHandler
    {
        internal const VirtioFeatures Offered = VirtioFeatures.None;

        private readonly GuestMemory _memory;
        private readonly QueueService[] _services;
        private int _queue;

        internal EchoDevice(TestMachine machine)
        {
            _memory = machine.Memory;
            _services = [.. _sizes.Select((_, number) => new QueueService(machine.Link, number, machine.Memory, this))];
        }

        public override ReadOnlySpan<byte> Configuration => [1, 2, 3, 4];

        public bool TryServe(DescriptorChain chain)
        {
            _services[_queue].Queue.PushUsed(chain.Head, chain.Buffers[0].TryFill(_memory, "abcd"u8) ? 4u : 0);
            return true;
        }

        public override void OnNotify(int queue)
        {
            _queue = queue;
            _ = _services[queue].TakeTurn(out _);
            _services[queue].SignalUsed();
        }
    }
}
