using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The metrics of all drives.</summary>
internal sealed class DriveMetrics(VmmMetrics metrics) : DeviceGroups<BlockMetrics>(metrics, Definition, group => new BlockMetrics(group))
{
    internal static GroupDefinition Definition { get; } = new(
        "block",
        2,
        "activate_fails cfg_fails no_avail_buffer event_fails execute_fails invalid_reqs_count flush_count queue_event_count "u8
        + "rate_limiter_event_count update_count update_fails read_bytes write_bytes read_count write_count rate_limiter_throttled_events "u8
        + "io_engine_throttled_events remaining_reqs_count"u8,
        Latencies: "read_agg write_agg"u8)
    {
        About = "Drives"u8,
        DeviceLabel = "drive"u8,
    };

    /// <summary>The instance of this process.</summary>
    internal static DriveMetrics Process { get; } = new(VmmMetrics.Process);
}
