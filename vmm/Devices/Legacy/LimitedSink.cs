using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>Limits the output of a serial port to one byte per token of a bucket. The guest does not notice bytes that are dropped.</summary>
/// <param name="dropped">Counts the dropped bytes.</param>
internal sealed class LimitedSink(IConsoleSink sink, TokenBucket bucket, Counter dropped) : IConsoleSink
{
    /// <inheritdoc/>
    public void Put(byte value)
    {
        if (bucket.TryTake(1, MonotonicClock.Nanoseconds))
        {
            sink.Put(value);
        }
        else
        {
            dropped.Increment();
        }
    }
}
