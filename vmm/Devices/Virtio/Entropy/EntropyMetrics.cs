using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Entropy;

/// <summary>The metrics of the entropy device.</summary>
internal sealed class EntropyMetrics(MetricGroup group)
{
    internal static GroupDefinition Definition { get; } = new(
        "entropy",
        19,
        "activate_fails entropy_event_fails entropy_event_count entropy_bytes host_rng_fails entropy_rate_limiter_throttled "u8
        + "rate_limiter_event_count"u8)
    {
        About = "Entropy device"u8,
    };

    /// <summary>Activations refused because of an invalid queue.</summary>
    internal Counter ActivationFailures { get; } = group.Find<Counter>("activate_fails"u8);

    /// <summary>Invalid requests, and invalid available rings.</summary>
    internal Counter EventFailures { get; } = group.Find<Counter>("entropy_event_fails"u8);

    internal Counter Doorbells { get; } = group.Find<Counter>("entropy_event_count"u8);

    /// <summary>Random bytes written to guest memory.</summary>
    internal Counter Bytes { get; } = group.Find<Counter>("entropy_bytes"u8);

    /// <summary>Requests that failed because getrandom(2) failed.</summary>
    internal Counter HostFailures { get; } = group.Find<Counter>("host_rng_fails"u8);

    /// <summary>Requests delayed by the rate limiter.</summary>
    internal Counter Throttled { get; } = group.Find<Counter>("entropy_rate_limiter_throttled"u8);

    /// <summary>Times that the rate limiter let the queue continue.</summary>
    internal Counter LimiterEvents { get; } = group.Find<Counter>("rate_limiter_event_count"u8);

    /// <summary>Adds the group to a set of metrics, or finds it there. Not thread-safe.</summary>
    internal static EntropyMetrics Of(VmmMetrics metrics) => new(metrics.Add(Definition));
}
