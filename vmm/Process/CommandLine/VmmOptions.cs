using Kiln.Vmm.Confinement;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>What the operator asked for.</summary>
/// <param name="Id">Names the microVM.</param>
/// <param name="Filters">What is said about filters.</param>
/// <param name="StartTimes">What is said about the time before.</param>
internal sealed record VmmOptions(string Id, FilterOptions Filters, StartTimes StartTimes)
{
    /// <summary>Where clients find the API; null when there is none.</summary>
    internal string? ApiSocket { get; init; }

    /// <summary>The longest body of a request, in bytes.</summary>
    internal long PayloadLimit { get; init; }

    /// <summary>The most that the guest's metadata may take, in bytes; any number, since nothing holds metadata yet.</summary>
    internal ulong MetadataLimit { get; init; }

    /// <summary>Describes a machine that starts at once; null when clients do.</summary>
    internal string? ConfigurationFile { get; init; }

    /// <summary>Whether the guest can say that it has booted.</summary>
    internal bool BootTimer { get; init; }

    /// <summary>What is logged, and where.</summary>
    internal required LoggerConfiguration Log { get; init; }

    /// <summary>How lines of the log are written.</summary>
    internal required ILineFormat LogFormat { get; init; }

    /// <summary>Where metrics go; null when nobody says.</summary>
    internal string? MetricsPath { get; init; }

    /// <summary>The descriptor that life-cycle events go to; null for none.</summary>
    internal int? EventsDescriptor { get; init; }
}
