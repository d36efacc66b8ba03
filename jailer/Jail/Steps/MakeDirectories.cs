using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes the jail's directories, its root included, the monitor's own.</summary>
/// <param name="spec">The jail.</param>
internal sealed class MakeDirectories(JailSpec spec) : IJailStep
{
    private static readonly (string Parent, string Name)[] _directories = [(".", "dev"), ("dev", "net"), (".", "run")];

    /// <inheritdoc/>
    public string Description => $"make /dev, /dev/net and /run; give them and / to {spec.UserId}:{spec.GroupId} with permissions 0700";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        Own(state.Root);
        foreach ((string parentName, string name) in _directories)
        {
            OpenDirectory parent = state.Root.OpenBelow(parentName);
            if (parent.TryMakeDirectory(name, Permissions.OwnersDirectory))
            {
                state.Made(() => parent.RemoveDirectory(name));
            }
            using OpenDirectory directory = parent.OpenBelow(name);
            Own(directory);
        }
    }

    private void Own(OpenDirectory directory)
    {
        directory.ChangeMode(".", Permissions.OwnersDirectory);
        directory.ChangeOwner(".", spec.UserId, spec.GroupId);
        if (FileStatus.Of(directory.Descriptor) is var status
            && (status.Permissions, status.UserId, status.GroupId) != (Permissions.OwnersDirectory, spec.UserId, spec.GroupId))
        {
            throw new InvalidOperationException($"{directory.Path} did not take its owner and permissions");
        }
    }
}
