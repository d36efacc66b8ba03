using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The metrics of one drive. They appear in the drive's own group, and summed in the group of all drives.</summary>
internal sealed class BlockMetrics
{
    /// <summary>The duration of reads of the file.</summary>
    internal LatencyTally ReadTime;

    /// <summary>The duration of writes to the file.</summary>
    internal LatencyTally WriteTime;

    /// <param name="group">The drive's own group.</param>
    internal BlockMetrics(MetricGroup group)
    {
        Group = group;
        ActivationFailures = group.Find<Counter>("activate_fails"u8);
        ConfigurationFailures = group.Find<Counter>("cfg_fails"u8);
        IdleDoorbells = group.Find<Counter>("no_avail_buffer"u8);
        EventFailures = group.Find<Counter>("event_fails"u8);
        Failures = group.Find<Counter>("execute_fails"u8);
        InvalidRequests = group.Find<Counter>("invalid_reqs_count"u8);
        Flushes = group.Find<Counter>("flush_count"u8);
        Doorbells = group.Find<Counter>("queue_event_count"u8);
        LimiterEvents = group.Find<Counter>("rate_limiter_event_count"u8);
        Updates = group.Find<Counter>("update_count"u8);
        UpdateFailures = group.Find<Counter>("update_fails"u8);
        BytesRead = group.Find<Counter>("read_bytes"u8);
        BytesWritten = group.Find<Counter>("write_bytes"u8);
        Reads = group.Find<Counter>("read_count"u8);
        Writes = group.Find<Counter>("write_count"u8);
        Throttled = group.Find<Counter>("rate_limiter_throttled_events"u8);
        EngineThrottled = group.Find<Counter>("io_engine_throttled_events"u8);
        Remaining = group.Find<Counter>("remaining_reqs_count"u8);
        group.Find<Latency>("read_agg"u8).Include(() => ReadTime);
        group.Find<Latency>("write_agg"u8).Include(() => WriteTime);
    }

    internal MetricGroup Group { get; }

    /// <summary>Activations refused because of an invalid queue.</summary>
    internal Counter ActivationFailures { get; }

    /// <summary>Guest writes to the configuration space, no field of which is writable.</summary>
    internal Counter ConfigurationFailures { get; }

    /// <summary>Doorbells that found the available ring empty.</summary>
    internal Counter IdleDoorbells { get; }

    /// <summary>Available rings found to be invalid.</summary>
    internal Counter EventFailures { get; }

    /// <summary>Requests that failed with an I/O error of the file.</summary>
    internal Counter Failures { get; }

    /// <summary>Requests refused as invalid.</summary>
    internal Counter InvalidRequests { get; }

    /// <summary>Completed flushes.</summary>
    internal Counter Flushes { get; }

    internal Counter Doorbells { get; }

    /// <summary>Times that the rate limiter let the queue continue.</summary>
    internal Counter LimiterEvents { get; }

    /// <summary>Updates by the client.</summary>
    internal Counter Updates { get; }

    /// <summary>Updates by the client that failed.</summary>
    internal Counter UpdateFailures { get; }

    /// <summary>Bytes read from the file.</summary>
    internal Counter BytesRead { get; }

    internal Counter BytesWritten { get; }

    /// <summary>Completed reads.</summary>
    internal Counter Reads { get; }

    /// <summary>Completed writes.</summary>
    internal Counter Writes { get; }

    /// <summary>Requests delayed by the rate limiter.</summary>
    internal Counter Throttled { get; }

    /// <summary>Requests delayed because the engine was full.</summary>
    internal Counter EngineThrottled { get; }

    /// <summary>Chains left in the queue at the end of a turn.</summary>
    internal Counter Remaining { get; }
}
