using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Moves this process, which becomes the monitor, into a cgroup.</summary>
internal sealed class JoinCgroup(CgroupPlacement placement) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"join the cgroup {placement.Path} (v{(int)placement.Hierarchy.Version})";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Opened now: inside the jail there is no /proc and no cgroup file system to find it by.
        Cgroup former = CgroupMembership.Read().Open(placement.Hierarchy);
        try
        {
            using Cgroup top = Cgroup.TopOf(placement.Hierarchy);
            using Cgroup cgroup = top.Enter(placement.Name);
            cgroup.Join();
        }
        catch (LinuxException exception)
        {
            throw CgroupRefusal.OfJoining(placement.Path.Text, exception.Error.Errno);
        }
        state.Made(former.Join);
        string? place = placement.Hierarchy.MemberPathOf(placement.Name);
        if (place is not null && CgroupMembership.Read().PathIn(placement.Hierarchy) != place)
        {
            throw new InvalidOperationException($"the process did not move to the cgroup {placement.Path}");
        }
    }
}
