using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>Requests that are longer than a turn: a piece of one is done in each, and the queue waits behind it.</content>
internal sealed partial class BlockDevice
{
    // Nothing is taken behind it, so that its chain can be put back.
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
        _engine.Start(piece, data);
        _engine.Submit();
        if (_transfer.State != TransferState.UnderWay)
        {
            _service.ComeBack();
        }
    }

    // Its chain is taken again with what the disk is then, at the next turn.
    private void DrainAndPutBack()
    {
        bool isGoingOn = _transfer.State != TransferState.None;
        _engine.Drain();
        // Its last piece may just have been done.
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
