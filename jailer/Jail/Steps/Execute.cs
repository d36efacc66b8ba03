using Kiln.Linux;
using Kiln.Linux.Abi;
using Kiln.Seccomp;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Puts the first filter on and becomes the monitor. From the filter to the end nothing is allocated.</summary>
/// <param name="spec">The jail.</param>
/// <param name="filters">The filters.</param>
internal sealed class Execute(JailSpec spec, FilterSet filters) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"set no_new_privs, install the filter 'launch', execute /{spec.ExecFile.Name} {string.Join(' ', Arguments)}";

    private IReadOnlyList<string> Arguments => ["--id", spec.Id, .. spec.ExtraArguments];

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        string path = $"/{spec.ExecFile.Name}";
        ProgramImage image = new(path, [path, .. Arguments]);
        ReadOnlySpan<sock_filter> launch = filters.Program(FilterProfile.Launch);
        // The filter that follows lets this process execute the monitor or end, and nothing else.
        state.Commit();
        ProcessControl.SetNoNewPrivileges();
        if (SeccompFilter.Install(launch, SeccompFlags.None) is { } error)
        {
            throw new JailerFailure($"the filter 'launch' cannot be installed: {error}; a kernel with CONFIG_SECCOMP_FILTER is needed");
        }
        Errno errno = image.Execute();
        throw new JailerFailure($"Failed to exec into {path}: {errno}; is {spec.ExecFile.Path} a static binary for this machine?");
    }
}
