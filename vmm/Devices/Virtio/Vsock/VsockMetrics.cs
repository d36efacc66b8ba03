using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>The metrics of the vsock device. Bytes are those of data, without headers; tx is from the guest, rx to it.</summary>
internal sealed class VsockMetrics(MetricGroup group, MetricGroup limits, Counter brokenPipes)
{
    internal static GroupDefinition Definition { get; } = new(
        "vsock",
        18,
        "activate_fails cfg_fails rx_queue_event_fails tx_queue_event_fails ev_queue_event_fails muxer_event_fails conn_event_fails "u8
        + "rx_queue_event_count tx_queue_event_count rx_bytes_count tx_bytes_count rx_packets_count tx_packets_count conns_added "u8
        + "conns_killed conns_removed killq_resync tx_flush_fails tx_write_fails rx_read_fails"u8)
    {
        About = "Sockets between guest and host"u8,
    };

    private static readonly GroupDefinition _limits = new("vsock_limits", GroupDefinition.Last, "refused resets_lost"u8) { IsOwn = true, About = "Limits of connections between guest and host"u8 };

    /// <summary>Activations refused because of an invalid queue.</summary>
    internal Counter ActivationFailures { get; } = group.Find<Counter>("activate_fails"u8);

    /// <summary>Guest writes to the configuration space, which is read-only.</summary>
    internal Counter ConfigurationFailures { get; } = group.Find<Counter>("cfg_fails"u8);

    /// <summary>Invalid chains and rings of the queue to the guest.</summary>
    internal Counter ReceiveFailures { get; } = group.Find<Counter>("rx_queue_event_fails"u8);

    /// <summary>Invalid chains and rings of the queue from the guest.</summary>
    internal Counter TransmitFailures { get; } = group.Find<Counter>("tx_queue_event_fails"u8);

    /// <summary>Resets that the guest could not be told, for want of a buffer or of a valid ring.</summary>
    internal Counter EventFailures { get; } = group.Find<Counter>("ev_queue_event_fails"u8);

    /// <summary>Programs of the host that could not be accepted.</summary>
    internal Counter AcceptFailures { get; } = group.Find<Counter>("muxer_event_fails"u8);

    /// <summary>Sockets that could not be watched.</summary>
    internal Counter SocketFailures { get; } = group.Find<Counter>("conn_event_fails"u8);

    internal Counter ReceiveDoorbells { get; } = group.Find<Counter>("rx_queue_event_count"u8);

    internal Counter TransmitDoorbells { get; } = group.Find<Counter>("tx_queue_event_count"u8);

    internal Counter ReceivedBytes { get; } = group.Find<Counter>("rx_bytes_count"u8);

    internal Counter SentBytes { get; } = group.Find<Counter>("tx_bytes_count"u8);

    internal Counter ReceivedPackets { get; } = group.Find<Counter>("rx_packets_count"u8);

    internal Counter SentPackets { get; } = group.Find<Counter>("tx_packets_count"u8);

    internal Counter Added { get; } = group.Find<Counter>("conns_added"u8);

    /// <summary>Connections that the monitor ended, by an error or because their time was over.</summary>
    internal Counter Killed { get; } = group.Find<Counter>("conns_killed"u8);

    internal Counter Removed { get; } = group.Find<Counter>("conns_removed"u8);

    /// <summary>Failures to send what was delayed.</summary>
    internal Counter FlushFailures { get; } = group.Find<Counter>("tx_flush_fails"u8);

    /// <summary>Failures to send what has just come from the guest.</summary>
    internal Counter WriteFailures { get; } = group.Find<Counter>("tx_write_fails"u8);

    internal Counter ReadFailures { get; } = group.Find<Counter>("rx_read_fails"u8);

    /// <summary>Connections refused, either way, because there were too many.</summary>
    internal Counter Refused { get; } = limits.Find<Counter>("refused"u8);

    /// <summary>Refusals that the guest was not told, since it has no buffers for hundreds of others.</summary>
    internal Counter LostResets { get; } = limits.Find<Counter>("resets_lost"u8);

    /// <summary>Writes to programs that had gone, by the name of the signal that the monitor does not let them raise.</summary>
    internal Counter BrokenPipes { get; } = brokenPipes;

    /// <summary>Adds the group to a set of metrics, or finds it there. Not thread-safe.</summary>
    internal static VsockMetrics Of(VmmMetrics metrics) => new(metrics.Add(Definition), metrics.Add(_limits), metrics.Signals.BrokenPipes);
}
