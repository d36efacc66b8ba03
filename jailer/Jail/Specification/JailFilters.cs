using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Logging;
using Kiln.Profiles;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The filters of a jail: those that the jailer was built with, or others that the operator has written.</summary>
/// <param name="Bytes">The set, as the monitor gets it.</param>
/// <param name="Set">The set, as the jailer uses it.</param>
internal sealed record JailFilters(byte[] Bytes, FilterSet Set)
{
    /// <summary>The filters of a program that is to be jailed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">What the operator says about filters.</param>
    /// <param name="log">Takes what makes them weaker.</param>
    /// <returns>The filters, or null when there shall be none.</returns>
    /// <exception cref="JailerFailure">
    /// The operator's profiles have an error: there is no weaker filter in its place. Or the program is none that the shipped profiles are for.
    /// </exception>
    internal static JailFilters? For(ExecFile program, FilterOptions options, JailerLog log)
    {
        if (options.None)
        {
            log.Warning(program.IsMonitor
                ? $"{JailerCommandLine.NoSeccompName}: no system call is filtered; whoever takes the monitor over can make any"
                : $"{JailerCommandLine.NoSeccompName}: the jailer filters no system call of {program.Path}; whoever takes it over can make any that its own filters, if it has some, let through");
            return null;
        }
        return program.IsMonitor || options.ProfileDirectory is not null
            ? From(options, log)
            : throw new JailerFailure(
                $"{program.Path} is not Kiln's monitor, and the shipped filters are for no other program; "
                + $"give {JailerCommandLine.NoSeccompName}, or profiles of its own by {JailerCommandLine.ProfilesName} DIR");
    }

    /// <summary>Chooses, and compiles, filters.</summary>
    /// <param name="options">What the operator says about filters, of which there shall be some.</param>
    /// <param name="log">Takes what makes them weaker.</param>
    /// <exception cref="JailerFailure">The operator's profiles have an error: there is no weaker filter in its place.</exception>
    internal static JailFilters From(FilterOptions options, JailerLog log)
    {
        JailFilters filters = Of(options.ProfileDirectory is { } path ? Compile(path, log) : EmbeddedFilterSet.Bytes.ToArray());
        if (!options.LogOnly)
        {
            return filters;
        }
        log.Warning("--seccomp-log: calls that no rule answers are made, and only logged; read them in the kernel's log, as audit records of type 1326");
        return Of(filters.Set.ToLogOnly());
    }

    private static byte[] Compile(string path, JailerLog log)
    {
        ProfileCompilation compilation = new ProfileLibrary(new DirectorySource(path)).Compile(FilterSetOptions.Custom);
        foreach (Diagnostic warning in compilation.Diagnostics.Where(diagnostic => diagnostic.IsWarning))
        {
            log.Warning(warning.ToString());
        }
        if (compilation.Succeeded)
        {
            return compilation.FilterSet;
        }
        Diagnostic[] errors = [.. compilation.Diagnostics.Where(diagnostic => !diagnostic.IsWarning)];
        string others = errors.Length == 1 ? "" : $" (and {errors.Length - 1} more: jailer profile check {path})";
        throw new JailerFailure($"{errors[0]}{others}");
    }

    private static JailFilters Of(byte[] bytes) => FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
        ? new JailFilters(bytes, set)
        : throw new JailerFailure($"the filter set is unusable: {error}; build the jailer again");
}
