using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Enters a new mount namespace: later mounts are invisible to the host, and the jail's root becomes a mount of its own.</summary>
internal sealed class EnterMountNamespace(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"unshare the mount namespace, make / a slave, bind {spec.Root} on itself";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // The working directory moves into the new namespace with the process; an open descriptor would stay in the old one.
        state.Root.MakeWorkingDirectory();
        MountNamespace.Unshare(NamespaceFlags.CLONE_NEWNS);
        MountNamespace.Mount(null, "/", MountFlags.MS_SLAVE | MountFlags.MS_REC);
        MountNamespace.Mount(".", ".", MountFlags.MS_BIND | MountFlags.MS_REC);
        // The working directory still lies under the new mount; looking it up through its parent leads onto the mount.
        MountNamespace.ChangeDirectory("../root");
        using OpenDirectory here = OpenDirectory.Open(".");
        if (!FileStatus.Of(here.Descriptor).IsSameFile(FileStatus.Of(state.Root.Descriptor)))
        {
            throw new JailerFailure($"{spec.Root} was replaced while the jail was built; does another user own a directory above it?");
        }
    }
}
