using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Runs each operation synchronously on the calling thread.</summary>
internal sealed unsafe class SyncEngine(BackingFile file, IBlockCompletions completions) : IBlockEngine
{
    private BackingFile _file = file;

    /// <inheritdoc/>
    public bool TryMakeRoom(int count) => true;

    /// <inheritdoc/>
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data) => completions.Complete(operation, operation.Kind switch
    {
        BlockOperationKind.Read or BlockOperationKind.Write => Transfer(operation, data),
        BlockOperationKind.Flush => OutcomeOf(_file.Synchronise()),
        _ => OutcomeOf(_file.Allocate(operation.Allocation, operation.Offset, operation.Length)),
    });

    /// <inheritdoc/>
    public void Submit()
    {
        // Start has completed every operation.
    }

    /// <inheritdoc/>
    public void Drain()
    {
        // No operation is ever in flight.
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        // No operation is ever in flight.
    }

    /// <inheritdoc/>
    public void Replace(BackingFile file) => _file = file;

    /// <summary>Does nothing: the owner closes the file.</summary>
    public void Dispose()
    {
    }

    private static BlockOutcome OutcomeOf(IoResult result) => new(0, result.Errno);

    private BlockOutcome Transfer(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        Descriptor file = _file.Descriptor;
        iovec* segments = stackalloc iovec[data.Length];
        Scatter.Write(data, segments);
        iovec* rest = segments;
        iovec* end = segments + data.Length;
        long done = 0;
        while (done < operation.Length)
        {
            IoResult result = operation.Kind == BlockOperationKind.Read
                ? file.ReadAt(rest, (int)(end - rest), operation.Offset + done)
                : file.WriteAt(rest, (int)(end - rest), operation.Offset + done);
            if (result.Errno == Errno.EINTR)
            {
                continue;
            }
            if (result.Count == 0)
            {
                return new BlockOutcome(done, result.Errno);
            }
            done += result.Count;
            rest = Scatter.Advance(rest, (ulong)result.Count);
        }
        return new BlockOutcome(done, default);
    }
}
