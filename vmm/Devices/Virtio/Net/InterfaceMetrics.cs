using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The metrics of one network interface. They appear in its own group, and summed in the group of all. Bytes include the header.</summary>
internal sealed class InterfaceMetrics
{
    /// <summary>The duration of writes to the tap.</summary>
    internal LatencyTally WriteTime;

    /// <param name="group">The interface's own group.</param>
    internal InterfaceMetrics(MetricGroup group)
    {
        ActivationFailures = group.Find<Counter>("activate_fails"u8);
        ConfigurationFailures = group.Find<Counter>("cfg_fails"u8);
        EventFailures = group.Find<Counter>("event_fails"u8);
        Receive = new ReceiveMetrics(group);
        Transmit = new TransmitMetrics(group);
        group.Find<Latency>("tap_write_agg"u8).Include(() => WriteTime);
    }

    /// <summary>Activations refused because of an invalid queue.</summary>
    internal Counter ActivationFailures { get; }

    /// <summary>Guest writes to the configuration space, no field of which is writable.</summary>
    internal Counter ConfigurationFailures { get; }

    /// <summary>Available rings found to be invalid, and failed reads of the tap.</summary>
    internal Counter EventFailures { get; }

    internal ReceiveMetrics Receive { get; }

    internal TransmitMetrics Transmit { get; }
}

/// <summary>From the host to the guest.</summary>
internal sealed class ReceiveMetrics(MetricGroup group)
{
    internal Counter Doorbells { get; } = group.Find<Counter>("rx_queue_event_count"u8);

    /// <summary>Times that the tap had frames.</summary>
    internal Counter TapEvents { get; } = group.Find<Counter>("rx_tap_event_count"u8);

    /// <summary>Times that the rate limiter let the queue continue.</summary>
    internal Counter LimiterEvents { get; } = group.Find<Counter>("rx_event_rate_limiter_count"u8);

    /// <summary>Frames delayed by the rate limiter.</summary>
    internal Counter Throttled { get; } = group.Find<Counter>("rx_rate_limiter_throttled"u8);

    /// <summary>Times that the driver had too few buffers for a frame.</summary>
    internal Counter NoBuffers { get; } = group.Find<Counter>("no_rx_avail_buffer"u8);

    internal Counter Bytes { get; } = group.Find<Counter>("rx_bytes_count"u8);

    internal Counter Packets { get; } = group.Find<Counter>("rx_packets_count"u8);

    /// <summary>The frames again, by the contract's other name.</summary>
    internal Counter Frames { get; } = group.Find<Counter>("rx_count"u8);

    /// <summary>Invalid chains, and frames that did not fit in the driver's buffers.</summary>
    internal Counter Failures { get; } = group.Find<Counter>("rx_fails"u8);

    internal Counter ReadFailures { get; } = group.Find<Counter>("tap_read_fails"u8);

    /// <summary>Counts the frames of a turn.</summary>
    internal void Count(in FrameTally turn)
    {
        Frames.Add(turn.Frames);
        Packets.Add(turn.Frames);
        Bytes.Add(turn.Bytes);
    }
}

/// <summary>From the guest to the host.</summary>
internal sealed class TransmitMetrics(MetricGroup group)
{
    internal Counter Doorbells { get; } = group.Find<Counter>("tx_queue_event_count"u8);

    /// <summary>Times that the rate limiter let the queue continue.</summary>
    internal Counter LimiterEvents { get; } = group.Find<Counter>("tx_rate_limiter_event_count"u8);

    /// <summary>Frames, and doorbells, delayed by the rate limiter.</summary>
    internal Counter Throttled { get; } = group.Find<Counter>("tx_rate_limiter_throttled"u8);

    /// <summary>Doorbells that found the available ring empty.</summary>
    internal Counter IdleDoorbells { get; } = group.Find<Counter>("no_tx_avail_buffer"u8);

    internal Counter Bytes { get; } = group.Find<Counter>("tx_bytes_count"u8);

    internal Counter Packets { get; } = group.Find<Counter>("tx_packets_count"u8);

    /// <summary>The frames again, by the contract's other name.</summary>
    internal Counter Frames { get; } = group.Find<Counter>("tx_count"u8);

    /// <summary>Frames that are too long or too short.</summary>
    internal Counter Malformed { get; } = group.Find<Counter>("tx_malformed_frames"u8);

    /// <summary>Invalid chains.</summary>
    internal Counter Failures { get; } = group.Find<Counter>("tx_fails"u8);

    /// <summary>Frames from another address than the configured one; they are sent all the same.</summary>
    internal Counter Spoofed { get; } = group.Find<Counter>("tx_spoofed_mac_count"u8);

    /// <summary>Frames that the tap did not take.</summary>
    internal Counter WriteFailures { get; } = group.Find<Counter>("tap_write_fails"u8);

    /// <summary>The frames waiting in the queue, summed over the frames taken.</summary>
    internal Counter Remaining { get; } = group.Find<Counter>("tx_remaining_reqs_count"u8);

    /// <summary>Counts the frames of a turn.</summary>
    internal void Count(in FrameTally turn)
    {
        Frames.Add(turn.Frames);
        Packets.Add(turn.Frames);
        Bytes.Add(turn.Bytes);
        Remaining.Add(turn.Remaining);
    }
}
