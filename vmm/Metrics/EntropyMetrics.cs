namespace Kiln.Vmm.Metrics;

/// <summary>The source of random numbers.</summary>
/// <param name="group">The group of the table.</param>
internal sealed class EntropyMetrics(MetricGroup group)
{
    /// <summary>Drivers whose queue made no sense.</summary>
    internal Counter ActivationFailures { get; } = group.Find<Counter>("activate_fails");

    /// <summary>Requests that made no sense, and rings.</summary>
    internal Counter EventFailures { get; } = group.Find<Counter>("entropy_event_fails");

    /// <summary>Doorbells.</summary>
    internal Counter Doorbells { get; } = group.Find<Counter>("entropy_event_count");

    /// <summary>Random bytes given.</summary>
    internal Counter Bytes { get; } = group.Find<Counter>("entropy_bytes");

    /// <summary>Requests for which the host had none.</summary>
    internal Counter HostFailures { get; } = group.Find<Counter>("host_rng_fails");

    /// <summary>Requests that the limiter made wait.</summary>
    internal Counter Throttled { get; } = group.Find<Counter>("entropy_rate_limiter_throttled");

    /// <summary>Ends of the limiter's waits.</summary>
    internal Counter LimiterEvents { get; } = group.Find<Counter>("rate_limiter_event_count");
}
