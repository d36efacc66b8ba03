using System.Threading;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>Lets no more bytes to a console than a bucket has tokens: one each. The guest does not learn of those that are dropped.</summary>
/// <param name="sink">The console.</param>
/// <param name="bucket">The bucket.</param>
internal sealed class LimitedSink(IConsoleSink sink, TokenBucket bucket) : IConsoleSink
{
    private long _dropped;

    /// <summary>Bytes that were not passed on.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <inheritdoc/>
    public void Put(byte value)
    {
        if (bucket.TryTake(1, MonotonicClock.Nanoseconds))
        {
            sink.Put(value);
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
