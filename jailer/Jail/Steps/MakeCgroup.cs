using System.Linq;
using System.Threading;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Creates the jail's own cgroup in one hierarchy and writes its values. An existing one is reused, with whatever the operator staged in it,
/// and gets the values as well.
/// </summary>
internal sealed class MakeCgroup(CgroupPlacement placement) : IJailStep
{
    // Another jailer that fails removes empty parent cgroups; more than a few races in a row are no coincidence.
    private const int MostTries = 10;
    private const int DelayMilliseconds = 2;

    // A version 1 cpuset accepts no process until these are set.
    private static readonly string[] _inherited = ["cpuset.cpus", "cpuset.mems"];

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            string controllers = placement.Hierarchy.Version == CgroupVersion.V2 ? $", enable {string.Join(' ', placement.Controllers)} above it" : "";
            return $"make the cgroup {placement.Path} (v{(int)placement.Hierarchy.Version}){controllers}; write {string.Join(", ", placement.Settings)}";
        }
    }

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        using Cgroup cgroup = Make(state);
        foreach (CgroupSetting setting in placement.Settings)
        {
            try
            {
                cgroup.Write(setting.File, $"{setting.Value}\n");
            }
            catch (LinuxException exception)
            {
                throw CgroupRefusal.OfSetting(cgroup.Path, setting, exception.Error.Errno);
            }
        }
    }

    private Cgroup Make(JailState state)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return Descend(state);
            }
            catch (LinuxException exception) when (tries < MostTries && (exception.Error.Errno == Errno.ENOENT || exception.Error.Errno == Errno.ENODEV))
            {
                Thread.Sleep(DelayMilliseconds);
            }
            catch (LinuxException exception)
            {
                throw CgroupRefusal.OfMaking(exception.Error.Path ?? placement.Path.Text, exception.Error.Errno);
            }
        }
    }

    private Cgroup Descend(JailState state)
    {
        Cgroup cgroup = Cgroup.TopOf(placement.Hierarchy);
        string[] names = placement.Name.Split('/');
        for (int index = 0; index < names.Length; index++)
        {
            Cgroup parent = cgroup;
            string name = names[index];
            Enable(parent);
            bool made = parent.TryMake(name);
            if (made)
            {
                // Others may have joined the parent cgroups, so those are removed only if empty; the jail's own goes with its processes.
                state.Made(index == names.Length - 1 ? () => parent.Remove(name) : () => parent.RemoveEmpty(name));
            }
            cgroup = parent.Enter(name);
            Inherit(parent, cgroup);
            if (!made)
            {
                // Otherwise the undo action still uses it.
                parent.Dispose();
            }
        }
        return cgroup;
    }

    // Never undone: others may rely on it from now on, and enabling limits nobody.
    private void Enable(Cgroup cgroup)
    {
        if (placement.Hierarchy.Version == CgroupVersion.V1)
        {
            return;
        }
        foreach (string controller in placement.Controllers.Except(cgroup.Read(Cgroup.SubtreeFile).Split(' ')))
        {
            // A cgroup has only the controllers that its parent enables.
            if (!cgroup.Read(Cgroup.ControllersFile).Split(' ').Contains(controller))
            {
                throw CgroupRefusal.OfEnabling(cgroup.Path, controller, Errno.ENOENT);
            }
            try
            {
                cgroup.Write(Cgroup.SubtreeFile, $"+{controller}");
            }
            catch (LinuxException exception)
            {
                throw CgroupRefusal.OfEnabling(cgroup.Path, controller, exception.Error.Errno);
            }
        }
    }

    private void Inherit(Cgroup parent, Cgroup cgroup)
    {
        if (placement.Hierarchy.Version == CgroupVersion.V2 || !placement.Hierarchy.Has("cpuset"))
        {
            return;
        }
        foreach (string file in _inherited.Where(file => cgroup.Read(file).Length == 0))
        {
            cgroup.Write(file, parent.Read(file));
        }
    }
}
