using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes the file that says which process the monitor is: the one to signal, to wait for, to account. It is root's.</summary>
/// <param name="spec">The jail.</param>
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
        // Not disposed: it is written when the number is known, and closed by execve.
        OwnedDescriptor file = root.OpenFile(name, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, Permissions.ReadableFile);
        state.Made(() => root.Unlink(name));
        state.PidFile = file.Descriptor;
    }

    // A jail that ended leaves its file behind; anything else under the name was planted.
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
