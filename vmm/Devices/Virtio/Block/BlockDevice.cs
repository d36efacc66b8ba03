using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A virtio block device (Virtio 1.2, 5.2) backed by a file of the host. Takes requests as far as the rate limiter and the engine allow, and
/// completes each when the engine has finished it.
/// </summary>
internal sealed partial class BlockDevice : IVirtioDevice, IChainHandler
{
    private readonly DriverLink _link;
    private readonly GuestMemory _memory;
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

    /// <param name="file">The file with its sectors; the owner closes it after disposing the device.</param>
    /// <param name="engine">Creates the engine that reads and writes the file.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal BlockDevice(
        DriverLink link, GuestMemory memory, BackingFile file, DriveConfiguration drive, BlockEngineMaker engine, BlockMetrics metrics)
    {
        _link = link;
        _memory = memory;
        _file = file;
        _cache = drive.Cache;
        _metrics = metrics;
        _disk = new DiskDescription(file.Sectors, file.IsReadOnly, drive.Cache);
        _disk.Describe(file);
        _plan = new BlockPlan(_disk);
        _journal = new BlockJournal(metrics);
        _service = new QueueService(link, 0, memory, this);
        _engine = new MergingEngine(engine, file, this);
        _limiter = link.LimiterOf(drive.Limit, OnLimitOver);
    }

    /// <summary>The maximum size of its one queue.</summary>
    internal static ReadOnlySpan<ushort> QueueSizes => [Virtqueue.MaximumSize];

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_BLOCK;

    /// <inheritdoc/>
    public VirtioFeatures Features => _disk.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => _disk.Configuration;

    /// <inheritdoc/>
    public Counter ActivationFailures => _metrics.ActivationFailures;

    /// <summary>Returns the name of the slot of a drive.</summary>
    internal static DeviceName NameOf(string id) => new("drive", id);

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) => _metrics.ConfigurationFailures.Increment();

    /// <inheritdoc/>
    public string? Activate() => null;

    /// <inheritdoc/>
    public void Reset()
    {
        _transfer.Forget();
        _engine.Abandon();
    }

    /// <inheritdoc/>
    public void OnNotify(int queue)
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
                bool isTold = request.Data[0].TryFill(_memory, _file.Identity);
                Answer(operation, isTold ? BlockStatus.VIRTIO_BLK_S_OK : BlockStatus.VIRTIO_BLK_S_IOERR, isTold ? BackingFile.IdentityLength : 0);
                break;
            default:
                Start(operation, request.Data);
                break;
        }
        return true;
    }

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
        _service.SignalUsed();
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
        Serve();
    }
}
