using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares the filter under which the monitor starts: it allows executing the monitor, exiting, and little else.</summary>
internal sealed class InstallLaunchFilter(FilterSet set) : IJailStep
{
    /// <inheritdoc/>
    public string Description => "install the filter 'launch'";

    /// <inheritdoc/>
    public void Apply(JailState state) => SeccompFilter.PrepareInstalling(state.LastCalls, set.Program(FilterProfile.Launch));
}
