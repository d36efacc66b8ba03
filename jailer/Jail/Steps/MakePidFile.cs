using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Creates the file that will hold the monitor's pid, to signal it, wait for it or account for it. Root owns the file.</summary>
internal sealed class MakePidFile(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"make {spec.PidFile}, a new file of root's that takes the monitor's process number";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        OpenDirectory root = state.Root;
        string name = spec.PidFile.Name;
        RemoveLeftover(root, name);
        // Not disposed: written once the pid is known, and closed by execve.
        OwnedDescriptor file = root.OpenFile(name, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, Permissions.ReadableFile);
        state.Made(() => root.Unlink(name));
        state.PidFile = file.Descriptor;
    }

    // An earlier jail leaves its file behind; anything else under this name was planted.
    private void RemoveLeftover(OpenDirectory root, string name)
    {
        switch (root.StatusOf(name))
        {
            case null:
                return;
            case { IsRegular: true, Links: 1, UserId: 0 }:
                root.Unlink(name);
                return;
            default:
                throw new JailerFailure($"{spec.PidFile.On(spec.Root)} is there and is no pid file of a jailer's; remove it");
        }
    }
}
