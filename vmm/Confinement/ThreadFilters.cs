using Kiln.Linux.Processes;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>The system call filters of this process's threads. Filters stack, so each step can only tighten.</summary>
internal sealed class ThreadFilters
{
    private readonly FilterSet? _set;

    private ThreadFilters(FilterSet? set) => _set = set;

    /// <summary>
    /// Puts <c>setup</c> on every thread that the runtime has started, and <c>runtime</c> on top of it on the runtime's own thread.
    /// </summary>
    /// <param name="set">The filters, or null to do without: the operator has asked for that.</param>
    /// <returns>The filters that threads put on later.</returns>
    /// <exception cref="VmmFailure">The kernel refuses a filter.</exception>
    internal static ThreadFilters Establish(FilterSet? set)
    {
        ThreadFilters filters = new(set);
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

    /// <summary>Puts a program on the calling thread, for the rest of its life.</summary>
    /// <param name="profile">Which program.</param>
    /// <exception cref="VmmFailure">The kernel refuses it.</exception>
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
