using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A source of random numbers.</summary>
internal sealed class VictimEntropy : Victim
{
    /// <inheritdoc/>
    internal override TestMachine Machine { get; } = new(
        machine => new EntropyDevice(machine.Link, machine.Memory, new EntropyConfiguration(), EntropyMetrics.Of(machine.Metrics)),
        memoryLength: MemoryLength);

    /// <inheritdoc/>
    internal override long Served => EntropyMetrics.Of(Machine.Metrics).Bytes.Value;

    /// <inheritdoc/>
    internal override long Malformed => EntropyMetrics.Of(Machine.Metrics).EventFailures.Value;

    /// <inheritdoc/>
    internal override void OfferRequest(ByteSource decisions) =>
        Machine.Driver.Queues[Queue].Offer(new TestBuffer(TestDriver.Buffers, decisions.Length(), decisions.Choice(8) != 0));

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
