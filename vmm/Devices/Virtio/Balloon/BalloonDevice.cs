using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// A virtio balloon (Virtio 1.2, 5.5): the guest gives memory to the host when it is asked to, and takes it back. What it gives is returned to the host at
/// once, and is zero when the guest uses it again.
/// </summary>
internal sealed partial class BalloonDevice : IVirtioDevice
{
    private readonly DriverLink _link;
    private readonly BalloonSpace _space;
    private readonly BalloonMetrics _metrics;
    private readonly InflationQueue _inflation;
    private readonly DeflationQueue _deflation;
    private readonly StatisticsQueue? _statistics;
    private readonly HintingQueue? _hinting;
    private readonly ReportingQueue? _reporting;
    private readonly ulong _memoryMebibytes;

    /// <exception cref="VmmFailure">The host has no memory for the numbers of pages.</exception>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal BalloonDevice(DriverLink link, GuestMemory memory, BalloonConfiguration balloon, BalloonMetrics metrics)
    {
        (_link, _metrics) = (link, metrics);
        _memoryMebibytes = memory.Length >> 20;
        Features = BalloonFeatures.Of(balloon);
        _space = new BalloonSpace(link, balloon);
        _inflation = new InflationQueue(link, memory, metrics);
        _deflation = new DeflationQueue(link, memory, metrics);
        _statistics = balloon.StatisticsSeconds > 0 ? new StatisticsQueue(link, memory, balloon.StatisticsSeconds, metrics) : null;
        _hinting = balloon.HasHinting ? new HintingQueue(link, memory, _space, metrics) : null;
        _reporting = balloon.HasReporting ? new ReportingQueue(link, memory, metrics) : null;
    }

    internal static DeviceName Name { get; } = new("balloon");

    /// <inheritdoc/>
    public DeviceType Type => DeviceType.VIRTIO_ID_BALLOON;

    /// <inheritdoc/>
    public VirtioFeatures Features { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Configuration => _space.Bytes;

    /// <inheritdoc/>
    public Counter ActivationFailures => _metrics.ActivationFailures;

    /// <summary>The maximum sizes of the queues of a balloon.</summary>
    internal static ushort[] QueueSizesOf(BalloonConfiguration balloon)
    {
        ushort[] sizes = new ushort[BalloonFeatures.QueuesFor(BalloonFeatures.Of(balloon))];
        Array.Fill(sizes, (ushort)Virtqueue.MaximumSize);
        return sizes;
    }

    /// <inheritdoc/>
    public int QueuesFor(VirtioFeatures accepted, int most) => BalloonFeatures.QueuesFor(accepted);

    /// <inheritdoc/>
    public void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data) => _space.Write(offset, data);

    /// <inheritdoc/>
    public string? Activate()
    {
        Start();
        return null;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _space.Reset();
        _inflation.Forget();
        _statistics?.Reset();
        _hinting?.Reset();
        _reporting?.Forget();
    }

    /// <inheritdoc/>
    public void OnNotify(int queue)
    {
        switch (BalloonFeatures.RoleOf(queue, _link.Features))
        {
            case BalloonRole.Inflation:
                _inflation.Serve();
                break;
            case BalloonRole.Deflation:
                _deflation.Serve();
                break;
            case BalloonRole.Statistics:
                _statistics!.Serve();
                break;
            case BalloonRole.Hinting:
                _hinting!.Serve();
                break;
            case BalloonRole.Reporting:
                _reporting!.Serve();
                break;
            default:
                // A doorbell of a queue that the driver does not use.
                break;
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        _inflation.PutBack();
        _hinting?.PutBack();
        _reporting?.PutBack();
    }

    /// <summary>Ends a run of hinting: what the guest named before the pause may be in use after it.</summary>
    public void Resume()
    {
        if (_link.Features.HasFlag(BalloonFeatures.Hinting))
        {
            _hinting!.Finish();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflation.Dispose();
        _statistics?.Dispose();
        _hinting?.Dispose();
        _reporting?.Dispose();
    }

    // The driver is there, and its features are known, which number the queues.
    private void Start()
    {
        for (int queue = 0; queue < BalloonFeatures.QueuesFor(_link.Features); queue++)
        {
            switch (BalloonFeatures.RoleOf(queue, _link.Features))
            {
                case BalloonRole.Statistics:
                    _statistics!.Begin(queue);
                    break;
                case BalloonRole.Hinting:
                    _hinting!.Begin(queue);
                    break;
                case BalloonRole.Reporting:
                    _reporting!.Begin(queue);
                    break;
                default:
                    // These have the same number in every balloon.
                    break;
            }
        }
    }
}
