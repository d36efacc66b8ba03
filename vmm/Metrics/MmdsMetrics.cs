namespace Kiln.Vmm.Metrics;

/// <summary>The metrics of the metadata service, over all interfaces that can reach it.</summary>
internal sealed class MmdsMetrics(MetricGroup group)
{
    /// <summary>Frames of the guest that were taken because they are addressed to the service.</summary>
    internal Counter Accepted { get; } = group.Find<Counter>("rx_accepted"u8);

    /// <summary>Taken frames whose IPv4 or TCP part is malformed, or that name another port.</summary>
    internal Counter Malformed { get; } = group.Find<Counter>("rx_accepted_err"u8);

    /// <summary>Taken frames that are no TCP, or have an unusual mix of flags.</summary>
    internal Counter Unusual { get; } = group.Find<Counter>("rx_accepted_unusual"u8);

    /// <summary>Taken frames that are too short for their Ethernet header.</summary>
    internal Counter BadEthernet { get; } = group.Find<Counter>("rx_bad_eth"u8);

    /// <summary>Requests whose token is not valid.</summary>
    internal Counter InvalidTokens { get; } = group.Find<Counter>("rx_invalid_token"u8);

    /// <summary>Requests without a token.</summary>
    internal Counter MissingTokens { get; } = group.Find<Counter>("rx_no_token"u8);

    /// <summary>TCP segments that the stack accepted.</summary>
    internal Counter Segments { get; } = group.Find<Counter>("rx_count"u8);

    /// <summary>Bytes of the frames to the guest, without the header of the device.</summary>
    internal Counter SentBytes { get; } = group.Find<Counter>("tx_bytes"u8);

    /// <summary>Answers that were delivered to the guest.</summary>
    internal Counter Sent { get; } = group.Find<Counter>("tx_count"u8);

    internal Counter SendFailures { get; } = group.Find<Counter>("tx_errors"u8);

    /// <summary>Frames to the guest.</summary>
    internal Counter SentFrames { get; } = group.Find<Counter>("tx_frames"u8);

    internal Counter ConnectionsCreated { get; } = group.Find<Counter>("connections_created"u8);

    internal Counter ConnectionsDestroyed { get; } = group.Find<Counter>("connections_destroyed"u8);
}
