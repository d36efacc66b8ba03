using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A read or write that is too long for one turn: it is done in pieces, one per turn, in the buffers that its chain had when it was popped. No
/// other chain is popped meanwhile, so that it can be put back.
/// </summary>
internal sealed class Transfer
{
    /// <summary>The maximum length of a piece in bytes: that of a turn. Requests up to this length are done at once.</summary>
    internal const int MostPiece = TurnBudget.MostBytes;

    private readonly GuestBuffer[] _buffers = new GuestBuffer[DiskDescription.MostBuffers];
    private readonly GuestBuffer[] _piece = new GuestBuffer[DiskDescription.MostBuffers];
    private int _count;
    private long _done;

    // The start of the next piece: the index of a buffer, and the offset in it.
    private int _next;
    private uint _offset;

    internal TransferState State { get; private set; }

    /// <summary>The whole operation; without a transfer, the previous one.</summary>
    internal BlockOperation Operation { get; private set; }

    /// <summary>The length of the next piece in bytes.</summary>
    internal int NextLength => (int)Math.Min(MostPiece, Operation.Length - _done);

    /// <summary>Begins a transfer; none may be in progress.</summary>
    /// <param name="operation">A read or write.</param>
    /// <param name="data">The buffers, together as long as the operation.</param>
    internal void Begin(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        data.CopyTo(_buffers);
        _count = data.Length;
        _done = 0;
        _next = 0;
        _offset = 0;
        Operation = operation;
        State = TransferState.Waiting;
    }

    /// <summary>Returns the next piece, of <see cref="NextLength"/> bytes, and marks it as in flight.</summary>
    /// <param name="data">The buffers of the piece; valid until the next call.</param>
    internal BlockOperation TakePiece(out ReadOnlySpan<GuestBuffer> data)
    {
        int length = NextLength;
        int parts = 0;
        for (uint rest = (uint)length; rest > 0 && _next < _count;)
        {
            GuestBuffer buffer = _buffers[_next];
            uint part = Math.Min(rest, buffer.Length - _offset);
            _piece[parts++] = buffer.Part(_offset, part);
            rest -= part;
            _offset += part;
            if (_offset == buffer.Length)
            {
                _next++;
                _offset = 0;
            }
        }
        data = _piece.AsSpan(0, parts);
        State = TransferState.UnderWay;
        return Operation with { IsPiece = true, Offset = Operation.Offset + _done, Length = length };
    }

    /// <summary>Processes the completion of a piece.</summary>
    /// <param name="whole">The outcome of the whole transfer, after the last piece or one that failed.</param>
    /// <returns>Whether the transfer is complete; false also when it was abandoned.</returns>
    internal bool TryEnd(BlockOutcome outcome, out BlockOutcome whole)
    {
        whole = default;
        if (State != TransferState.UnderWay)
        {
            return false;
        }
        bool isDone = outcome.Count == NextLength;
        _done += outcome.Count;
        if (isDone && _done < Operation.Length)
        {
            State = TransferState.Waiting;
            return false;
        }
        State = TransferState.None;
        whole = new BlockOutcome(_done, outcome.Error);
        return true;
    }

    /// <summary>Abandons the transfer without completing its request.</summary>
    internal void Forget() => State = TransferState.None;
}
