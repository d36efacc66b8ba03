using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Records the outcome of a drive's requests in the metrics and the log.</summary>
internal sealed class BlockJournal(BlockMetrics metrics)
{
    private readonly LogLimit _limit = new();

    /// <summary>Records a request that was answered without an operation on the file.</summary>
    internal void Refuse(BlockStatus answer)
    {
        if (answer != BlockStatus.VIRTIO_BLK_S_OK)
        {
            metrics.InvalidRequests.Increment();
        }
    }

    /// <summary>Records a completed operation on the file.</summary>
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
            // The kernel sends SIGXFSZ to the writing thread, but an io_uring worker does not take signals.
            Log.Logger.LimitReached?.Signal();
        }
        if (answer == BlockStatus.VIRTIO_BLK_S_IOERR)
        {
            metrics.Failures.Increment();
            Log.Error(
                Module.Block, _limit,
                $"{operation.Kind} of {operation.Length} bytes at {operation.Offset} of {Excerpt.OfPath(file.Path)} ended after "
                + $"{outcome.Count} bytes: {Reason(outcome)}; the guest gets an I/O error");
        }
    }

    private static string Reason(BlockOutcome outcome) => outcome.Error.Number == 0 ? "the file is shorter than when it was opened" : outcome.Error.Text;
}
