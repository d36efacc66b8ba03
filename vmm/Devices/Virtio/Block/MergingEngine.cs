using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// Merges reads, or writes, that are adjacent in the file and in the queue to one operation, and thus one system call. When it ends early, the
/// requests that were transferred in full succeed, and the others get its error.
/// </summary>
internal sealed class MergingEngine : IBlockEngine, IBlockCompletions
{
    // The maximum number of buffers of a merged operation, far below the kernel's own limit.
    private const int MostBuffers = Virtqueue.MaximumSize;

    // The maximum length of a merged operation in bytes, which bounds the time of one system call.
    private const long MostBytes = TurnBudget.MostBytes;

    // Every chain of the queue may be in flight, and a driver that offers chains twice may have as many again.
    private const int MostRequests = 2 * Virtqueue.MaximumSize;

    private const ushort None = ushort.MaxValue;

    private readonly IBlockEngine _inner;
    private readonly IBlockCompletions _completions;
    private readonly BlockOperation[] _requests = new BlockOperation[MostRequests];
    private readonly ushort[] _next = new ushort[MostRequests];
    private readonly GuestBuffer[] _buffers = new GuestBuffer[MostBuffers];
    private ushort _free;
    private BlockOperation _pending;
    private ushort _last = None;
    private int _bufferCount;

    /// <summary>Creates the inner engine, and merges requests for it.</summary>
    /// <param name="completions">Receives the completions of the single requests.</param>
    internal MergingEngine(BlockEngineMaker make, BackingFile file, IBlockCompletions completions)
    {
        _completions = completions;
        for (int index = 0; index < MostRequests; index++)
        {
            _next[index] = index + 1 < MostRequests ? (ushort)(index + 1) : None;
        }
        _inner = make(file, this);
    }

    private bool IsPending => _last != None;

    /// <inheritdoc/>
    public bool TryMakeRoom(int count) => _free != None && _inner.TryMakeRoom(IsPending ? count + 1 : count);

    /// <inheritdoc/>
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        if (IsPending && Continues(operation) && data.Length <= MostBuffers - _bufferCount)
        {
            ushort place = Take(operation);
            _next[_last] = place;
            _last = place;
            _pending = _pending with { Length = _pending.Length + operation.Length };
            Append(data);
            return;
        }
        Release();
        ushort first = Take(operation);
        BlockOperation group = operation.As(first);
        if (operation.TransferLength == 0 || operation.IsPiece)
        {
            _inner.Start(group, data);
            return;
        }
        _pending = group;
        _last = first;
        Append(data);
    }

    /// <inheritdoc/>
    public void Submit()
    {
        Release();
        _inner.Submit();
    }

    /// <inheritdoc/>
    public void Drain() => _inner.Drain();

    /// <inheritdoc/>
    public void Abandon() => _inner.Abandon();

    /// <inheritdoc/>
    public void Replace(BackingFile file) => _inner.Replace(file);

    /// <summary>Completes every request of a merged operation.</summary>
    /// <param name="operation">The operation; its head is the slot of its first request.</param>
    public void Complete(in BlockOperation operation, BlockOutcome outcome)
    {
        long rest = outcome.Count;
        for (ushort place = operation.Head; place != None;)
        {
            BlockOperation request = _requests[place];
            ushort next = _next[place];
            _next[place] = _free;
            _free = place;
            long count = Math.Min(rest, request.TransferLength);
            rest -= count;
            bool isWhole = request.TransferLength > 0 && count == request.TransferLength;
            _completions.Complete(request, new BlockOutcome(count, isWhole ? default : outcome.Error));
            place = next;
        }
    }

    /// <inheritdoc/>
    public void Continue() => _completions.Continue();

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private bool Continues(in BlockOperation operation) =>
        operation.Kind == _pending.Kind
        && operation.TransferLength > 0
        && !operation.IsPiece
        && operation.Offset == _pending.Offset + _pending.Length
        && operation.Length <= MostBytes - _pending.Length;

    private ushort Take(in BlockOperation operation)
    {
        ushort place = _free;
        _free = _next[place];
        _next[place] = None;
        _requests[place] = operation;
        return place;
    }

    private void Append(ReadOnlySpan<GuestBuffer> data)
    {
        data.CopyTo(_buffers.AsSpan(_bufferCount));
        _bufferCount += data.Length;
    }

    // The inner engine has room: TryMakeRoom ensured it for the first request of the operation.
    private void Release()
    {
        if (IsPending)
        {
            _last = None;
            int count = _bufferCount;
            _bufferCount = 0;
            _inner.Start(_pending, _buffers.AsSpan(0, count));
        }
    }
}
