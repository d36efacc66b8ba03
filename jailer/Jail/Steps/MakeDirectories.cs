using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Creates the jail's directories, its root included, and gives them to the monitor's user.</summary>
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
            OpenDirectory parent = Enter(state.Root, parentName);
            if (parent.TryMakeDirectory(name, Permissions.OwnersDirectory))
            {
                state.Made(() => parent.RemoveDirectory(name));
            }
            using OpenDirectory directory = Enter(parent, name);
            Own(directory);
        }
    }

    // Whatever is mounted there is not the jail's: changing its owner would give away a directory of the host.
    private static OpenDirectory Enter(OpenDirectory parent, string name)
    {
        string path = $"{parent.Path.TrimEnd('/')}/{name}";
        try
        {
            return parent.OpenOnSameMount(name);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.ELOOP || exception.Error.Errno == Errno.ENOTDIR)
        {
            throw new JailerFailure($"{path} is a link or no directory; remove it");
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.EXDEV)
        {
            throw new JailerFailure($"{path} is a mount point; unmount it");
        }
    }

    private void Own(OpenDirectory directory)
    {
        directory.SetPermissions(Permissions.OwnersDirectory);
        directory.Give(spec.UserId, spec.GroupId);
        if (FileStatus.Of(directory.Descriptor) is var status
            && (status.Permissions, status.UserId, status.GroupId) != (Permissions.OwnersDirectory, spec.UserId, spec.GroupId))
        {
            throw new JailerFailure($"{directory.Path} did not keep its owner and permissions; is another process of user {spec.UserId} running?");
        }
    }
}
