namespace Kiln.Vmm.Metrics;

/// <summary>One drive. What it counts appears in its own group and in that of all drives.</summary>
internal sealed class BlockMetrics
{
    /// <summary>How long reads of the file took.</summary>
    internal LatencyTally ReadTime;

    /// <summary>How long writes to the file took.</summary>
    internal LatencyTally WriteTime;

    /// <summary>Takes the drive's group.</summary>
    /// <param name="group">A group of its own.</param>
    internal BlockMetrics(MetricGroup group)
    {
        Group = group;
        ActivationFailures = group.Find<Counter>("activate_fails");
        ConfigurationFailures = group.Find<Counter>("cfg_fails");
        IdleDoorbells = group.Find<Counter>("no_avail_buffer");
        EventFailures = group.Find<Counter>("event_fails");
        Failures = group.Find<Counter>("execute_fails");
        InvalidRequests = group.Find<Counter>("invalid_reqs_count");
        Flushes = group.Find<Counter>("flush_count");
        Doorbells = group.Find<Counter>("queue_event_count");
        LimiterEvents = group.Find<Counter>("rate_limiter_event_count");
        Updates = group.Find<Counter>("update_count");
        UpdateFailures = group.Find<Counter>("update_fails");
        BytesRead = group.Find<Counter>("read_bytes");
        BytesWritten = group.Find<Counter>("write_bytes");
        Reads = group.Find<Counter>("read_count");
        Writes = group.Find<Counter>("write_count");
        Throttled = group.Find<Counter>("rate_limiter_throttled_events");
        EngineThrottled = group.Find<Counter>("io_engine_throttled_events");
        Remaining = group.Find<Counter>("remaining_reqs_count");
        group.Find<Latency>("read_agg").Include(() => ReadTime);
        group.Find<Latency>("write_agg").Include(() => WriteTime);
    }

    /// <summary>The drive's group.</summary>
    internal MetricGroup Group { get; }

    /// <summary>Drivers whose queue made no sense.</summary>
    internal Counter ActivationFailures { get; }

    /// <summary>Writes to the configuration, of which nothing can be written.</summary>
    internal Counter ConfigurationFailures { get; }

    /// <summary>Doorbells for which there was nothing to do.</summary>
    internal Counter IdleDoorbells { get; }

    /// <summary>Rings that made no sense.</summary>
    internal Counter EventFailures { get; }

    /// <summary>Requests that the file could not do.</summary>
    internal Counter Failures { get; }

    /// <summary>Requests that made no sense.</summary>
    internal Counter InvalidRequests { get; }

    /// <summary>Flushes that are done.</summary>
    internal Counter Flushes { get; }

    /// <summary>Doorbells.</summary>
    internal Counter Doorbells { get; }

    /// <summary>Ends of the limiter's waits.</summary>
    internal Counter LimiterEvents { get; }

    /// <summary>Changes by the client.</summary>
    internal Counter Updates { get; }

    /// <summary>Changes by the client that could not be made.</summary>
    internal Counter UpdateFailures { get; }

    /// <summary>Bytes read of the file.</summary>
    internal Counter BytesRead { get; }

    /// <summary>Bytes written to the file.</summary>
    internal Counter BytesWritten { get; }

    /// <summary>Reads that are done.</summary>
    internal Counter Reads { get; }

    /// <summary>Writes that are done.</summary>
    internal Counter Writes { get; }

    /// <summary>Requests that the limiter made wait.</summary>
    internal Counter Throttled { get; }

    /// <summary>Requests that waited for others to complete.</summary>
    internal Counter EngineThrottled { get; }

    /// <summary>Chains that were left for another turn.</summary>
    internal Counter Remaining { get; }
}
