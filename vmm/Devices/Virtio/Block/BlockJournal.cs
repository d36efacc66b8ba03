using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Tells metrics and log what became of a drive's requests.</summary>
/// <param name="metrics">The drive's.</param>
internal sealed class BlockJournal(BlockMetrics metrics)
{
    private readonly LogLimit _limit = new();

    /// <summary>A request was answered without the file.</summary>
    /// <param name="answer">The answer.</param>
    internal void Refuse(BlockStatus answer)
    {
        if (answer != BlockStatus.VIRTIO_BLK_S_OK)
        {
            metrics.InvalidRequests.Increment();
        }
    }

    /// <summary>The file was asked.</summary>
    /// <param name="operation">For what.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="answer">What the driver is told.</param>
    /// <param name="file">The file.</param>
    internal void Complete(in BlockOperation operation, BlockOutcome outcome, BlockStatus answer, BackingFile file)
    {
        ulong nanoseconds = MonotonicClock.Nanoseconds - operation.Started;
        switch (operation.Kind)
        {
            case BlockOperationKind.Read:
                metrics.ReadTime.Add(nanoseconds);
                metrics.Reads.Increment();
                metrics.BytesRead.Add(outcome.Count);
                break;
            case BlockOperationKind.Write:
                metrics.WriteTime.Add(nanoseconds);
                metrics.Writes.Increment();
                metrics.BytesWritten.Add(outcome.Count);
                break;
            case BlockOperationKind.Flush:
                metrics.Flushes.Increment();
                break;
            default:
                break;
        }
        if (outcome.Error == Errno.EFBIG)
        {
            // The kernel sends SIGXFSZ to the thread that wrote; a worker of its own takes none.
            Log.Logger.LimitReached?.Signal();
        }
        if (answer == BlockStatus.VIRTIO_BLK_S_IOERR)
        {
            metrics.Failures.Increment();
            Log.Error(
                Module.Block, _limit,
                $"{operation.Kind} of {operation.Length} bytes at {operation.Offset} of {Excerpt.OfPath(file.Path)} ended after "
                + $"{outcome.Count} bytes: {Reason(outcome)}; the guest is told of an input/output error");
        }
    }

    private static string Reason(BlockOutcome outcome) => outcome.Error.Number == 0 ? "the file is shorter than when it was opened" : outcome.Error.Text;
}
