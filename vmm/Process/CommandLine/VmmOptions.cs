using Kiln.Vmm.Confinement;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The options of the command line.</summary>
internal sealed record VmmOptions(string Id, FilterOptions Filters, StartTimes StartTimes)
{
    /// <summary>Path of the API socket; null for no API.</summary>
    internal string? ApiSocket { get; init; }

    /// <summary>The longest body of a request, in bytes.</summary>
    internal long PayloadLimit { get; init; }

    /// <summary>The most bytes of guest metadata.</summary>
    internal ulong MetadataLimit { get; init; }

    /// <summary>Path of the guest's metadata; null for none.</summary>
    internal string? MetadataFile { get; init; }

    /// <summary>Path of a configuration whose machine starts at once; null to wait for clients.</summary>
    internal string? ConfigurationFile { get; init; }

    /// <summary>Whether the machine has a boot timer.</summary>
    internal bool BootTimer { get; init; }

    /// <summary>Log level, line format and target.</summary>
    internal required LoggerConfiguration Log { get; init; }

    internal required ILineFormat LogFormat { get; init; }

    /// <summary>Target of metrics; null if not given.</summary>
    internal string? MetricsPath { get; init; }

    /// <summary>Descriptor for life-cycle events; null for none.</summary>
    internal int? EventsDescriptor { get; init; }

    /// <summary>Path of a file or named pipe for life-cycle events; null for none.</summary>
    internal string? EventsPath { get; init; }

    /// <summary>Prints the description of a snapshot, in place of a run; null for a run.</summary>
    internal Action? Describe { get; init; }
}
