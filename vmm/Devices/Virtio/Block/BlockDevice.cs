using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A disk (Virtio 1.2, 5.2) whose sectors are in a file of the host. It takes what its driver asks as far as limit and engine let it, and
/// answers each request when its engine has done it.
/// </summary>
internal sealed partial class BlockDevice : IVirtioDevice, IChainHandler, IBlockCompletions
{
    private readonly DriverLink _link;
    private readonly DriveCache _cache;
    private readonly DiskDescription _disk;
    private readonly MergingEngine _engine;
    private readonly RateLimiter _limiter;
    private readonly BlockMetrics _metrics;
    private readonly QueueService _service;
    private readonly BlockPlan _plan;
    private readonly BlockJournal _journal;
    private readonly Transfer _transfer = new();
    private BackingFile _file;

    /// <summary>Makes a disk.</summary>
    /// <param name="link">Its one queue.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="file">Its sectors; its owner's to close, after this.</param>
    /// <param name="drive">What it is.</param>
    /// <param name="engine">Makes what reads and writes the file.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="metrics">Count what it does.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal BlockDevice(
        DriverLink link, GuestMemory memory, BackingFile file, DriveConfiguration drive, BlockEngineMaker engine, EventLoop loop,
        BlockMetrics metrics)
    {
        _link = link;
        _file = file;
        _cache = drive.Cache;
        _metrics = metrics;
        _disk = new DiskDescription(file.Sectors, file.IsReadOnly, drive.Cache);
        _plan = new BlockPlan(_disk);
        _journal = new BlockJournal(metrics);
        _service = new QueueService(link, 0, memory, this);
        _engine = new MergingEngine(engine, file, this);
        _limiter = new RateLimiter(
            drive.Limit ?? RateLimiterConfiguration.None, loop, () => MonotonicClock.Nanoseconds, OnLimitOver);
    }

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_BLOCK;

    /// <inheritdoc/>
    public VirtioFeatures Features => _disk.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => _disk.Configuration;

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) => _metrics.ConfigurationFailures.Increment();

    /// <inheritdoc/>
    public void Activate()
    {
        // The queue is all that it needs.
    }

    /// <inheritdoc/>
    public void FailActivation() => _metrics.ActivationFailures.Increment();

    /// <inheritdoc/>
    public void Reset()
    {
        _transfer.Forget();
        _engine.Abandon();
    }

    /// <inheritdoc/>
    public void OnDoorbell(int queue)
    {
        _metrics.Doorbells.Increment();
        Serve();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        if (!BlockRequest.TryRead(chain, out BlockRequest request))
        {
            _metrics.InvalidRequests.Increment();
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }
        BlockOperation operation = _plan.Make(request, chain.Head, _service.Now, _link.Features, out BlockStatus answer);
        if (operation.TransferLength > Transfer.MostPiece)
        {
            return TryBegin(operation, request.Data);
        }
        if (operation.Kind > BlockOperationKind.Identify && !_engine.TryMakeRoom(1))
        {
            _metrics.EngineThrottled.Increment();
            return false;
        }
        if (!_limiter.TryTakeRequest((ulong)operation.TransferLength))
        {
            _metrics.Throttled.Increment();
            return false;
        }
        _service.Spend(operation.TransferLength);
        switch (operation.Kind)
        {
            case BlockOperationKind.None:
                _journal.Refuse(answer);
                Answer(operation, answer, 0);
                break;
            case BlockOperationKind.Identify:
                bool isTold = request.Data[0].TryFill(_file.Identity);
                Answer(operation, isTold ? BlockStatus.VIRTIO_BLK_S_OK : BlockStatus.VIRTIO_BLK_S_IOERR, isTold ? BackingFile.IdentityLength : 0);
                break;
            default:
                _engine.Start(operation, request.Data);
                break;
        }
        return true;
    }

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
    public void Continue()
    {
        if (_link.IsActive)
        {
            Serve();
        }
    }

    private static BlockStatus StatusOf(in BlockOperation operation, BlockOutcome outcome) => outcome.Error switch
    {
        _ when outcome.Error == Errno.EOPNOTSUPP => BlockStatus.VIRTIO_BLK_S_UNSUPP,
        { Number: 0 } when outcome.Count == operation.TransferLength => BlockStatus.VIRTIO_BLK_S_OK,
        _ => BlockStatus.VIRTIO_BLK_S_IOERR,
    };

    private void Serve()
    {
        if (_transfer.State == TransferState.None)
        {
            TakeTurn();
        }
        else
        {
            GoOn();
        }
        _link.SignalUsed(_service.Queue);
    }

    private void TakeTurn()
    {
        switch (_service.TakeTurn(out int taken))
        {
            case QueuePop.Broken:
                _metrics.EventFailures.Increment();
                break;
            case QueuePop.Empty when taken == 0:
                _metrics.IdleDoorbells.Increment();
                break;
            case QueuePop.Chain:
                _metrics.Remaining.Add(_service.Queue.Waiting);
                break;
            default:
                break;
        }
        _engine.Submit();
    }

    private void OnLimitOver()
    {
        _metrics.LimiterEvents.Increment();
        lock (_link.Gate)
        {
            Continue();
        }
    }

    private void End(in BlockOperation operation, BlockOutcome outcome)
    {
        BlockStatus status = StatusOf(operation, outcome);
        _journal.Complete(operation, outcome, status, _file);
        Answer(operation, status, operation.Kind == BlockOperationKind.Read ? outcome.Count : 0);
    }

    private unsafe void Answer(in BlockOperation operation, BlockStatus status, long written)
    {
        *operation.Status = (byte)status;
        // The status byte is one more. What does not fit the ring's 32 bits the driver can count itself.
        _service.Queue.PushUsed(operation.Head, (uint)Math.Min(written + 1, uint.MaxValue));
    }
}
