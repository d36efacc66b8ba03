using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes the working directory the root and detaches the old root: no path and no mount leads back.</summary>
internal sealed class PivotRoot : IJailStep
{
    /// <inheritdoc/>
    public string Description => "pivot_root into it and detach the old root";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // The old root is stacked on the new one, so no directory is needed to hold it; the detach removes the upper of the two.
        MountNamespace.PivotRoot(".", ".");
        MountNamespace.Unmount(".", UnmountFlags.MNT_DETACH);
        MountNamespace.ChangeDirectory("/");
        OpenDirectory root = OpenDirectory.Open("/");
        if (!FileStatus.Of(root.Descriptor).IsSameFile(FileStatus.Of(state.Root.Descriptor)))
        {
            throw new InvalidOperationException("pivot_root succeeded and / is not the jail");
        }
        // From here on through the new mount: the old descriptor refers to the host's.
        state.Root = root;
    }
}
