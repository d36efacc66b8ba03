using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// Makes one operation of reads, or writes, that follow each other in the file and in the queue: one call into the kernel for many requests.
/// When such an operation ends early, the requests that it got to are done, and those behind have its error.
/// </summary>
internal sealed class MergingEngine : IBlockEngine, IBlockCompletions
{
    // The most buffers of an operation that is made of several: what the kernel takes without memory of its own is far less than it takes at all.
    private const int MostBuffers = Virtqueue.MaximumSize;

    // The most bytes of such an operation, so that no thread is long in one call.
    private const long MostBytes = TurnBudget.MostBytes;

    // Every chain of a queue may be under way, and a driver that offers one twice has as many again in the ring.
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

    /// <summary>Makes an engine around another.</summary>
    /// <param name="make">Makes the other.</param>
    /// <param name="file">The drive's file.</param>
    /// <param name="completions">Hears what becomes of requests.</param>
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

    /// <summary>An operation is over: so is each request that it was made of.</summary>
    /// <param name="operation">The operation; its head is its first request's place.</param>
    /// <param name="outcome">What became of it.</param>
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

    // There is room: it was made for the request that the operation began with.
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
