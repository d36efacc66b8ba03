using Kiln.Linux.Processes;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>The seccomp filters of this process's threads. Filters stack, so each step can only tighten.</summary>
internal sealed class ThreadFilters
{
    private readonly FilterSet? _set;

    private ThreadFilters(FilterSet? set) => _set = set;

    /// <summary>No filters: threads are unrestricted.</summary>
    internal static ThreadFilters None { get; } = new(null);

    /// <summary>Installs <c>setup</c> on all existing threads, and <c>runtime</c> on top of it on the finalizer thread.</summary>
    /// <param name="set">The filters, or null if the operator chose to run without any.</param>
    /// <returns>The filters for threads that start later.</returns>
    /// <exception cref="VmmFailure">The kernel refuses a filter.</exception>
    internal static ThreadFilters Establish(FilterSet? set)
    {
        ThreadFilters filters = set is null ? None : new ThreadFilters(set);
        ProcessControl.SetNoNewPrivileges();
        if (set is not null)
        {
            RuleTables.Keep(set);
        }
        RuntimeWarmUp.Run();
        filters.Install(FilterProfile.Setup, SeccompFlags.SECCOMP_FILTER_FLAG_TSYNC);
        FinalizerThread.Enter(filters);
        return filters;
    }

    /// <summary>Installs a profile's filter on the calling thread, for the rest of its life.</summary>
    /// <exception cref="VmmFailure">The kernel rejects the filter.</exception>
    internal void Enter(FilterProfile profile)
    {
        RuntimeWarmUp.SeedThread();
        Install(profile, SeccompFlags.None);
    }

    private void Install(FilterProfile profile, SeccompFlags flags)
    {
        if (_set is not null && SeccompFilter.Install(_set.Program(profile), flags) is { } error)
        {
            throw new VmmFailure(
                $"the filter '{FilterProfiles.NameOf(profile)}' cannot be installed: {error}; a kernel with CONFIG_SECCOMP_FILTER is needed");
        }
        ThreadTable.Carry(profile);
    }
}
