using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>A limited console takes as many bytes as its bucket has tokens and counts the rest.</summary>
public sealed class LimitedSinkTests
{
    // So slow that a test sees nothing flow in.
    private const ulong Hours = 3_600_000 * 1000UL;

    private readonly UartMetrics _metrics = new VmmMetrics().Uart;

    [Fact]
    public void BytesBeyondTheBudgetAreDroppedAndCounted()
    {
        RecordingSink console = new();
        LimitedSink sink = new(console, new TokenBucket(new TokenBucketSize(3, 2, Hours), MonotonicClock.Nanoseconds), _metrics.DroppedBytes);

        foreach (byte value in "abcdefgh"u8)
        {
            sink.Put(value);
        }

        Assert.Equal(("abcde", 3L), (console.Text, _metrics.DroppedBytes.Value));
    }

    [Fact]
    public void TheGuestSeesNoDifference()
    {
        LimitedSink sink = new(new RecordingSink(), new TokenBucket(new TokenBucketSize(1, 0, Hours), MonotonicClock.Nanoseconds), _metrics.DroppedBytes);
        CountingLine interrupt = new();
        SerialPort port = new(sink, interrupt, new CountingLine(), _metrics);
        port.Write(1, 0x02);
        int before = interrupt.Count;

        port.Write(0, 'a');
        port.Write(0, 'b');

        Assert.Equal((0x60, 2), (port.Read(5), interrupt.Count - before));
        Assert.Equal(1, _metrics.DroppedBytes.Value);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        LimitedSink sink = new(new NullSink(), new TokenBucket(new TokenBucketSize(1000, 0, 1), MonotonicClock.Nanoseconds), _metrics.DroppedBytes);

        Assert.Equal(0, Allocation.Of(() => sink.Put(1)));
    }
}
