using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The metrics of all network interfaces.</summary>
internal sealed class NetworkMetrics(VmmMetrics metrics)
    : DeviceGroups<InterfaceMetrics>(metrics, Definition, group => new InterfaceMetrics(group))
{
    internal static GroupDefinition Definition { get; } = new(
        "net",
        10,
        "activate_fails cfg_fails no_rx_avail_buffer no_tx_avail_buffer event_fails rx_queue_event_count rx_event_rate_limiter_count "u8
        + "rx_rate_limiter_throttled rx_tap_event_count rx_bytes_count rx_packets_count rx_fails rx_count tap_read_fails tap_write_fails "u8
        + "tx_bytes_count tx_malformed_frames tx_fails tx_count tx_packets_count tx_queue_event_count tx_rate_limiter_event_count "u8
        + "tx_rate_limiter_throttled tx_spoofed_mac_count tx_remaining_reqs_count"u8,
        Latencies: "tap_write_agg"u8)
    {
        About = "Network interfaces"u8,
        DeviceLabel = "interface"u8,
    };

    /// <summary>The instance of this process.</summary>
    internal static NetworkMetrics Process { get; } = new(VmmMetrics.Process);
}
