using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>The metrics of the balloon.</summary>
internal sealed class BalloonMetrics(MetricGroup group, MetricGroup memory)
{
    internal static GroupDefinition Definition { get; } = new(
        "balloon",
        1,
        "activate_fails inflate_count stats_updates_count stats_update_fails deflate_count event_fails free_page_report_count "u8
        + "free_page_report_freed free_page_report_fails free_page_hint_count free_page_hint_freed free_page_hint_fails"u8)
    {
        About = "Balloon"u8,
    };

    private static readonly GroupDefinition _memory = new("balloon_memory", GroupDefinition.Last, "inflate_freed inflate_fails kept_bytes"u8) { IsOwn = true, About = "Memory that the balloon gave back"u8 };

    /// <summary>Activations refused because of an invalid queue.</summary>
    internal Counter ActivationFailures { get; } = group.Find<Counter>("activate_fails"u8);

    /// <summary>Statistics that the guest sent.</summary>
    internal Counter Statistics { get; } = group.Find<Counter>("stats_updates_count"u8);

    /// <summary>Statistics that nobody knows, and times that none were there to ask anew.</summary>
    internal Counter StatisticsFailures { get; } = group.Find<Counter>("stats_update_fails"u8);

    /// <summary>Turns with pages that the guest took back.</summary>
    internal Counter Deflations { get; } = group.Find<Counter>("deflate_count"u8);

    /// <summary>Invalid chains and invalid available rings, and pages outside of guest memory.</summary>
    internal Counter EventFailures { get; } = group.Find<Counter>("event_fails"u8);

    /// <summary>Turns with pages that were reported free; their bytes; calls of the host that failed.</summary>
    internal ReturnMetrics Reporting { get; } = new(
        group.Find<Counter>("free_page_report_count"u8), group.Find<Counter>("free_page_report_freed"u8), group.Find<Counter>("free_page_report_fails"u8),
        memory.Find<Counter>("kept_bytes"u8));

    /// <summary>The same for pages that were named on request.</summary>
    internal ReturnMetrics Hinting { get; } = new(
        group.Find<Counter>("free_page_hint_count"u8), group.Find<Counter>("free_page_hint_freed"u8), group.Find<Counter>("free_page_hint_fails"u8),
        memory.Find<Counter>("kept_bytes"u8));

    /// <summary>The same for pages that the guest gave.</summary>
    internal ReturnMetrics Inflation { get; } = new(
        group.Find<Counter>("inflate_count"u8), memory.Find<Counter>("inflate_freed"u8), memory.Find<Counter>("inflate_fails"u8),
        memory.Find<Counter>("kept_bytes"u8));

    /// <summary>Adds the group to a set of metrics, or finds it there. Not thread-safe.</summary>
    internal static BalloonMetrics Of(VmmMetrics metrics) => new(metrics.Add(Definition), metrics.Add(_memory));
}

/// <summary>The metrics of pages that go back to the host.</summary>
/// <param name="Turns">Turns of the queue in which the guest named pages.</param>
/// <param name="Bytes">Bytes that went back.</param>
/// <param name="Failures">Calls that the host refused.</param>
/// <param name="Kept">Bytes that could not go back: parts of huge pages, or what the host refused.</param>
internal sealed record ReturnMetrics(Counter Turns, Counter Bytes, Counter Failures, Counter Kept);
