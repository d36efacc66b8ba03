using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A read or write that is longer than a turn, with its place: it is done by pieces, one after the other, a piece a turn. The buffers are those
/// that its chain had when it was taken. It is the last chain that was taken as long as there is one, so that it can be put back.
/// </summary>
internal sealed class Transfer
{
    /// <summary>The most bytes of a piece: a turn's. A request that is no longer is done in whole.</summary>
    internal const int MostPiece = TurnBudget.MostBytes;

    private readonly GuestBuffer[] _buffers = new GuestBuffer[DiskDescription.MostBuffers];
    private readonly GuestBuffer[] _piece = new GuestBuffer[DiskDescription.MostBuffers];
    private int _count;
    private long _done;

    // Where the next piece begins: a buffer, and bytes of it that are behind.
    private int _next;
    private uint _offset;

    /// <summary>Where it stands.</summary>
    internal TransferState State { get; private set; }

    /// <summary>What was asked; when there is none, the last one.</summary>
    internal BlockOperation Operation { get; private set; }

    /// <summary>Bytes of the next piece.</summary>
    internal int NextLength => (int)Math.Min(MostPiece, Operation.Length - _done);

    /// <summary>Begins one; there is none.</summary>
    /// <param name="operation">A read or write.</param>
    /// <param name="data">Its buffers, as long as it is.</param>
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

    /// <summary>Takes the next piece, of <see cref="NextLength"/>; it is under way from here on.</summary>
    /// <param name="data">Its buffers, until the piece after it is taken.</param>
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

    /// <summary>The piece is over.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="whole">What became of all of it, when this was the last piece or the one that failed.</param>
    /// <returns>Whether it was; false also when the transfer is forgotten.</returns>
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

    /// <summary>Forgets it: nobody answers it.</summary>
    internal void Forget() => State = TransferState.None;
}
