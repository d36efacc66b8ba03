using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Filters the monitor from its first instruction on. Prepared: the filter lets the process execute the monitor or end, and little else.</summary>
/// <param name="set">The filters.</param>
internal sealed class InstallLaunchFilter(FilterSet set) : IJailStep
{
    /// <inheritdoc/>
    public string Description => "install the filter 'launch'";

    /// <inheritdoc/>
    public void Apply(JailState state) => SeccompFilter.PrepareInstalling(state.LastCalls, set.Program(FilterProfile.Launch));
}
