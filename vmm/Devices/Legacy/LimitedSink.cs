using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>Lets no more bytes to a console than a bucket has tokens: one each. The guest does not learn of those that are dropped.</summary>
/// <param name="sink">The console.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="dropped">Counts the bytes that are not passed on.</param>
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
