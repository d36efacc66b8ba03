using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Does one operation after the other; the thread waits for each.</summary>
/// <param name="file">The drive's file.</param>
/// <param name="completions">Hears what becomes of operations.</param>
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
        // Everything has been done already.
    }

    /// <inheritdoc/>
    public void Drain()
    {
        // Nothing is ever under way.
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        // Nothing is ever under way.
    }

    /// <inheritdoc/>
    public void Replace(BackingFile file) => _file = file;

    /// <summary>Nothing to give back: the file is its owner's.</summary>
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
