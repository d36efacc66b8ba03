using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>Requests that are too long for one turn: each turn does one piece, and the queue waits meanwhile.</content>
internal sealed partial class BlockDevice
{
    // No further chain is popped while a transfer is in progress, so that its chain can be put back.
    private bool TryBegin(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        if (!_limiter.TryTake(TokenKind.Operations, 1))
        {
            _metrics.Throttled.Increment();
            return false;
        }
        _transfer.Begin(operation, data);
        _service.Spend(operation.TransferLength);
        _service.ComeBack();
        return true;
    }

    private void GoOn()
    {
        if (_transfer.State == TransferState.UnderWay)
        {
            return;
        }
        if (!_engine.TryMakeRoom(1))
        {
            _metrics.EngineThrottled.Increment();
            return;
        }
        if (!_limiter.TryTake(TokenKind.Bandwidth, (ulong)_transfer.NextLength))
        {
            _metrics.Throttled.Increment();
            return;
        }
        BlockOperation piece = _transfer.TakePiece(out ReadOnlySpan<GuestBuffer> data);
        Start(piece, data);
        _engine.Submit();
        if (_transfer.State != TransferState.UnderWay)
        {
            _service.ComeBack();
        }
    }

    // The next turn pops the chain again, and checks it against the disk as it is then.
    private void DrainAndPutBack()
    {
        bool isGoingOn = _transfer.State != TransferState.None;
        _engine.Drain();
        // Drain may have completed the last piece.
        if (_transfer.State != TransferState.None)
        {
            _transfer.Forget();
            _service.Queue.UndoPop();
        }
        if (isGoingOn)
        {
            _service.ComeBack();
        }
    }
}
