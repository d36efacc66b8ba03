using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Copies the program into the jail, so that no page is shared with another jail: a file system with clones shares blocks of the disk, and pages
/// belong to one file. The step creates the target itself and never follows anything that was there before.
/// </summary>
internal sealed class CopyExecFile(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description =>
        $"copy {spec.ExecFile.Path} to /{spec.ExecFile.Name} in the jail, owned by {spec.UserId}:{spec.GroupId}; refuse a link in its place";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        string name = spec.ExecFile.Name;
        RemoveLeftover(state.Root, name);
        using OwnedDescriptor target = state.Root.OpenFile(name, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, Permissions.OwnersFile);
        state.Made(() => state.Root.Unlink(name));
        string path = $"{state.Root.Path}/{name}";
        Copy(target.Descriptor, path);
        // By descriptor, not by name: the jail's user may own the directory and have replaced the copy by another file or a link.
        FileOwnership.Give(target.Descriptor, path, spec.UserId, spec.GroupId);
        // Without set-id bits: those of the source are not meant for the jail.
        FileOwnership.SetPermissions(target.Descriptor, path, spec.ExecFile.Status.Permissions & Permissions.Passage);
        DemandExecutable(target.Descriptor, path);
    }

    // execve would find out too, but only under the filter, where the jail can no longer be undone.
    private void DemandExecutable(Descriptor target, string path)
    {
        if (AccessCheck.Try(target, path, AccessKinds.X_OK) is not { } error)
        {
            return;
        }
        throw error.Errno == Errno.EACCES
            ? new JailerFailure($"programs cannot be executed on the file system of {spec.Root}, which is mounted noexec; choose another --chroot-base-dir") { Error = error.Errno }
            : new LinuxException(error);
    }

    // An earlier jail leaves its copy behind; anything else under this name was planted.
    private static void RemoveLeftover(OpenDirectory root, string name)
    {
        switch (root.StatusOf(name))
        {
            case null:
                return;
            case { IsRegular: true, Links: 1 }:
                root.Unlink(name);
                return;
            case { IsRegular: true }:
                throw new JailerFailure($"Detected hard link at: {root.Path}/{name}; remove it");
            default:
                throw new JailerFailure($"Failed to open {root.Path}/{name}: it is there and no regular file; remove it");
        }
    }

    // Copies only the length that was checked: appending to the source meanwhile cannot fill the disk.
    private void Copy(Descriptor target, string path)
    {
        long copied;
        try
        {
            copied = FileCopy.Copy(spec.ExecFile.Descriptor, target, spec.ExecFile.Status.Length);
        }
        catch (LinuxException exception)
        {
            throw new LinuxException(exception.Error with { Path = path });
        }
        if (copied < spec.ExecFile.Status.Length)
        {
            throw new JailerFailure($"{spec.ExecFile.Path} became shorter while it was copied; start again when it is whole");
        }
    }
}
