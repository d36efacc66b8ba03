using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A source of random numbers.</summary>
internal sealed class VictimEntropy : Victim
{
    /// <inheritdoc/>
    internal override TestMachine Machine { get; } = new(
        machine => new EntropyDevice(machine.Link, machine.Memory, new EntropyConfiguration(), machine.Loop, machine.Metrics.Entropy),
        memoryLength: MemoryLength);

    /// <inheritdoc/>
    internal override long Served => Machine.Metrics.Entropy.Bytes.Value;

    /// <inheritdoc/>
    internal override long Malformed => Machine.Metrics.Entropy.EventFailures.Value;

    /// <inheritdoc/>
    internal override void Recover()
    {
        TestDriver driver = Machine.Driver;
        driver.Start();
        driver.Offer(TestBuffer.ToWrite(TestDriver.Buffers, 32));
        Machine.Ring();
        if (driver.Returned != 1 || driver.Take().Written != 32)
        {
            throw new InvalidOperationException("the source does not work any more after a reset");
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => Machine.Dispose();
}
