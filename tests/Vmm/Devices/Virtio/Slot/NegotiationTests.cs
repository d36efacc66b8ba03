using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Tests.Devices.Virtio.Transport.Mmio;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>A driver goes the specification's steps, one by one, and says each thing in its step; what comes otherwise is not taken.</summary>
public sealed class NegotiationTests : IDisposable
{
    private const uint Failed = 0x80;
    private const uint NeedsReset = 0x40;

    private readonly TestMachine _machine = new(machine => new StubDevice());

    private TestDriver Driver => _machine.Driver;

    private StubDevice Device => (StubDevice)_machine.Device;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void OfEveryStatusOnlyTheNextStepIsTaken()
    {
        uint[] steps = [0, 1, 3, 0xB, 0xF];
        for (int step = 0; step < steps.Length; step++)
        {
            for (uint value = 1; value < Failed; value++)
            {
                Go(steps[..(step + 1)]);
                _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, value);
                uint expected = step + 1 < steps.Length && value == steps[step + 1] ? value : steps[step];
                Assert.Equal(expected, Driver.Status & ~NeedsReset);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0xF)]
    public void ADriverMayGiveUpAtAnyTimeAndOnlyAResetHelps(uint before)
    {
        Go([.. ((uint[])[1, 3, 0xB, 0xF]).Where(step => step <= before)]);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, Failed);

        Assert.Equal(before | Failed, Driver.Status & ~NeedsReset);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, 1);
        Assert.Equal(before | Failed, Driver.Status & ~NeedsReset);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, 0);
        Assert.Equal(0u, Driver.Status);
    }

    [Fact]
    public void OnlyWhatIsOfferedIsAcknowledgedAndOnlyInItsStep()
    {
        foreach (uint[] steps in (uint[][])[[], [1], [1, 3, 0xB]])
        {
            Go(steps);
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, uint.MaxValue);
            Assert.Equal(VirtioFeatures.None, _machine.Link.Features);
        }
        Go([1, 3]);
        for (uint page = 0; page < 4; page++)
        {
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES_SEL, page);
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_DRIVER_FEATURES, uint.MaxValue);
        }
        Assert.Equal(StubDevice.Offered | VirtioFeatures.Version1, _machine.Link.Features);
    }

    [Fact]
    public void QueuesAreSetUpBetweenFeaturesAndTheEndAlone()
    {
        foreach (uint[] steps in (uint[][])[[], [1], [1, 3]])
        {
            Go(steps);
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_NUM, 4);
            Assert.Equal(256, _machine.Link.Queues[0].Registers.Size);
        }
        Driver.Start();
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_NUM, 4);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_READY, 0);
        Assert.Equal(((ushort)16, 1u), (_machine.Link.Queues[0].Registers.Size, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_QUEUE_READY)));
    }

    [Fact]
    public void AQueueThatIsNotThereIsNone()
    {
        Go([1, 3, 0xB]);
        foreach (uint queue in (uint[])[1, 2, uint.MaxValue])
        {
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_SEL, queue);
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_NUM, 4);
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_READY, 1);
            Assert.Equal((0u, 0u), (_machine.Registers.Read(MmioRegister.VIRTIO_MMIO_QUEUE_NUM_MAX), _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_QUEUE_READY)));
        }
        Assert.Equal(256, _machine.Link.Queues[0].Registers.Size);
    }

    [Fact]
    public void AQueueThatIsNotSoundNeedsAReset()
    {
        Driver.Negotiate(VirtioFeatures.Version1);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_QUEUE_USED_HIGH, 1);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, TestDriver.Working);

        Assert.Equal(TestDriver.Working | NeedsReset, Driver.Status);
        Assert.Equal((0, 1L, 1), (Device.Activations, Device.ActivationFailures.Value, _machine.Line.Count));
        Assert.Equal((uint)InterruptCauses.VIRTIO_MMIO_INT_CONFIG, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));
        _machine.Ring();
        Assert.Equal(0, Device.Doorbells);
    }

    [Fact]
    public void ADeviceThatRefusesADriverNeedsAReset()
    {
        Device.Refusal = "the other end is gone";
        Driver.Start();

        Assert.Equal(TestDriver.Working | NeedsReset, Driver.Status);
        Assert.Equal((0, 1L, 1), (Device.Activations, Device.ActivationFailures.Value, _machine.Line.Count));
        _machine.Ring();
        Assert.Equal(0, Device.Doorbells);

        Device.Refusal = null;
        Driver.Start();
        _machine.Settle();
        Assert.Equal((TestDriver.Working, 1, 1), (Driver.Status, Device.Activations, Device.Doorbells));
    }

    [Fact]
    public void ADoorbellBeforeTheEndIsHeardThen()
    {
        Driver.Negotiate(VirtioFeatures.Version1);
        _machine.Ring();
        Assert.Equal(0, Device.Doorbells);

        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, TestDriver.Working);
        _machine.Settle();

        Assert.Equal((1, 1), (Device.Activations, Device.Doorbells));
    }

    [Fact]
    public void AResetForgetsAllButTheGeneration()
    {
        Driver.Start();
        _machine.Link.SignalConfiguration();
        uint generation = _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION);
        int resets = Device.Resets;

        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, 0);

        Assert.Equal(resets + 1, Device.Resets);
        Assert.Equal(
            (0u, 0u, 0u, generation, VirtioFeatures.None),
            (Driver.Status, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS), _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_QUEUE_READY),
             _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION), _machine.Link.Features));
    }

    [Fact]
    public void InterruptsAreAcknowledgedCauseByCause()
    {
        Driver.Start();
        _machine.Link.SignalConfiguration();
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK, 1);
        Assert.Equal(2u, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_INTERRUPT_ACK, uint.MaxValue);
        Assert.Equal(0u, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS));
    }

    [Fact]
    public void AChangeBeforeADriverWorksIsNoInterrupt()
    {
        uint generation = _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION);
        Go([1, 3]);

        _machine.Link.SignalConfiguration();

        Assert.Equal((0, 0u), (_machine.Line.Count, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_INTERRUPT_STATUS)));
        Assert.NotEqual(generation, _machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG_GENERATION));
    }

    [Fact]
    public void TheConfigurationIsWrittenByAWorkingDriverAlone()
    {
        byte[] data = [1, 2];
        foreach (uint[] steps in (uint[][])[[], [1]])
        {
            Go(steps);
            _machine.Transport.Write(0x100, data);
        }
        Assert.Equal(0, Device.ConfigurationWrites);
        Go([1, 3]);
        _machine.Transport.Write(0x104, data);
        Assert.Equal(1, Device.ConfigurationWrites);
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, Failed);
        _machine.Transport.Write(0x104, data);
        Assert.Equal(1, Device.ConfigurationWrites);
    }

    private void Go(params uint[] steps)
    {
        _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, 0);
        foreach (uint step in steps)
        {
            _machine.Registers.Write(MmioRegister.VIRTIO_MMIO_STATUS, step);
        }
    }
}
