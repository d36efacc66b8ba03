using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Companion;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Logging;
using Kiln.Seccomp.Container;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The filter set of a jail: the shipped one, or one compiled from the operator's profiles.</summary>
/// <param name="Bytes">The set in its binary format, as passed to the monitor.</param>
/// <param name="Set">The parsed set, for the jailer's own use.</param>
internal sealed record JailFilters(byte[] Bytes, FilterSet Set)
{
    /// <summary>Selects the filters for a program.</summary>
    /// <param name="options">The seccomp options of the command line.</param>
    /// <param name="log">Takes warnings about weaker filters.</param>
    /// <returns>The filters, or null with --no-seccomp.</returns>
    /// <exception cref="JailerFailure">
    /// The operator's profiles have an error, which never falls back to weaker filters; or the program is not the one the shipped profiles are for.
    /// </exception>
    internal static JailFilters? For(ExecFile program, FilterOptions options, JailerLog log)
    {
        if (options.None)
        {
            log.Warning(program.IsMonitor
                ? $"{JailerCommandLine.NoSeccompName}: no system call is filtered; an attacker who takes over the monitor can make any"
                : $"{JailerCommandLine.NoSeccompName}: the jailer filters no system call of {program.Path}; whoever takes it over can make any that its own filters, if it has some, let through");
            return null;
        }
        return program.IsMonitor || options.ProfileDirectory is not null
            ? From(options, log)
            : throw new JailerFailure(
                $"{program.Path} is not Kiln's monitor, and the shipped filters are for no other program; "
                + $"give {JailerCommandLine.NoSeccompName}, or profiles of its own by {JailerCommandLine.ProfilesName} DIR");
    }

    /// <summary>Selects the shipped filters or compiles the operator's.</summary>
    /// <param name="options">The seccomp options, without --no-seccomp.</param>
    /// <param name="log">Takes warnings about weaker filters.</param>
    /// <exception cref="JailerFailure">The operator's profiles have an error, which never falls back to weaker filters.</exception>
    private static JailFilters From(FilterOptions options, JailerLog log)
    {
        JailFilters filters = Of(options.ProfileDirectory is { } path ? Compile(path, log) : EmbeddedFilterSet.Bytes.ToArray());
        if (!options.LogOnly)
        {
            return filters;
        }
        log.Warning("--seccomp-log: calls that no rule allows are logged and made anyway; find them in the kernel's log as audit records of type 1326");
        return Of(filters.Set.ToLogOnly());
    }

    private static byte[] Compile(string path, JailerLog log)
    {
        ProfileReport report = ProfileProgram.ReportOn(path);
        foreach (string warning in report.Warnings)
        {
            log.Warning(warning);
        }
        return report.DemandSet(path);
    }

    private static JailFilters Of(byte[] bytes) => FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
        ? new JailFilters(bytes, set)
        : throw new JailerFailure($"the filter set is unusable: {error}; build jailer and jailer-profile again, and install both");
}
