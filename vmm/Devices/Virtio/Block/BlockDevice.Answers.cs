using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>Completions: writes the status byte, pushes the used element, updates the metrics.</content>
internal sealed partial class BlockDevice : IBlockCompletions
{
    /// <inheritdoc/>
    public void Complete(in BlockOperation operation, BlockOutcome outcome)
    {
        if (!operation.IsPiece)
        {
            End(operation, outcome);
        }
        else if (_transfer.TryEnd(outcome, out BlockOutcome whole))
        {
            End(_transfer.Operation, whole);
        }
    }

    /// <inheritdoc/>
    public void Continue() => Serve();

    private static BlockStatus StatusOf(in BlockOperation operation, BlockOutcome outcome) => outcome.Error switch
    {
        _ when outcome.Error == Errno.EOPNOTSUPP => BlockStatus.VIRTIO_BLK_S_UNSUPP,
        { Number: 0 } when outcome.Count == operation.TransferLength => BlockStatus.VIRTIO_BLK_S_OK,
        _ => BlockStatus.VIRTIO_BLK_S_IOERR,
    };

    private void End(in BlockOperation operation, BlockOutcome outcome)
    {
        BlockStatus status = StatusOf(operation, outcome);
        _journal.Complete(operation, outcome, status, _file);
        Answer(operation, status, operation.Kind == BlockOperationKind.Read ? outcome.Count : 0);
    }

    // Every operation on the file starts here.
    private void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        if (operation.Kind == BlockOperationKind.Read)
        {
            GuestBuffer.MarkWritten(_memory, data);
        }
        _engine.Start(operation, data);
    }

    private void Answer(in BlockOperation operation, BlockStatus status, long written)
    {
        // Cannot fail: the address was checked when the request was read.
        _ = _memory.TryWrite(operation.Status, (byte)status);
        // The status byte counts too. A length beyond the ring's 32 bits is clamped; the driver knows it anyway.
        _service.Queue.PushUsed(operation.Head, (uint)Math.Min(written + 1, uint.MaxValue));
    }
}
