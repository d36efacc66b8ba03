using Kiln.Linux;
using Kiln.Seccomp;

namespace Kiln.Vmm.Confinement;

/// <summary>The system call filters of this process's threads. Filters stack, so each step can only tighten.</summary>
internal sealed class ThreadFilters
{
    private readonly FilterSet _set;

    private ThreadFilters(FilterSet set) => _set = set;

    /// <summary>
    /// The first thing that the process does: it can no longer be dumped or traced, its violations are reported, every thread that the
    /// runtime has started carries <c>setup</c>, and the runtime's own thread carries <c>runtime</c> on top.
    /// </summary>
    /// <returns>The filters that threads put on later.</returns>
    /// <exception cref="VmmFailure">The filters are damaged or the kernel refuses them.</exception>
    internal static ThreadFilters Establish()
    {
        ProcessControl.Dumpable = false;
        ThreadTable.Create();
        ThreadTable.Enter("vmm");
        ViolationReport.Install();
        AbortReport.Install();
        FatalSignalReport.Install();
        SignalDisposition.Ignore(Signal.SIGPIPE);
        SignalMask.Block(VmmSignals.Blocked);
        ThreadFilters filters = new(FilterSetSource.Read());
        ProcessControl.SetNoNewPrivileges();
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
        if (SeccompFilter.Install(_set.Program(profile), flags) is { } error)
        {
            throw new VmmFailure($"the filter '{profile}' cannot be installed: {error}; a kernel with CONFIG_SECCOMP_FILTER is needed");
        }
    }
}
