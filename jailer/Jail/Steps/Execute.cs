using Kiln.Jailer.CommandLine;
using Kiln.Linux;
using Kiln.Linux.Abi;
using Kiln.Seccomp;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Puts the first filter on and becomes the monitor. From the filter to the end nothing is allocated.</summary>
/// <param name="spec">The jail.</param>
internal sealed class Execute(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string filter = spec.Filters is null ? "install no filter" : "install the filter 'launch'";
            return $"set no_new_privs, {filter}, execute /{spec.ExecFile.Name} --id {spec.Id} {StartTimes} {string.Join(' ', Arguments)}";
        }
    }

    private const string StartTimes = "--start-time-us T --start-time-cpu-us T --parent-cpu-time-us T";

    // Without filters the monitor must know that this is meant: it would put on its own.
    private IReadOnlyList<string> Arguments =>
        [.. (string[])(spec.Filters is null ? [JailerCommandLine.NoSeccompName] : []), .. spec.ExtraArguments];

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        string path = $"/{spec.ExecFile.Name}";
        ProgramImage image = new(path, [path, "--id", spec.Id, .. spec.Started.Arguments, .. Arguments]);
        ReadOnlySpan<sock_filter> launch = spec.Filters is { } filters ? filters.Set.Program(FilterProfile.Launch) : [];
        // The filter that follows lets this process execute the monitor or end, and nothing else.
        state.Commit();
        ProcessControl.SetNoNewPrivileges();
        if (!launch.IsEmpty && SeccompFilter.Install(launch, SeccompFlags.None) is { } error)
        {
            throw new JailerFailure($"the filter 'launch' cannot be installed: {error}; a kernel with CONFIG_SECCOMP_FILTER is needed");
        }
        Errno errno = image.Execute();
        throw new JailerFailure($"Failed to exec into {path}: {errno}; is {spec.ExecFile.Path} a static binary for this machine?");
    }
}
