using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Creates or opens the directory that becomes the root. Staged files stay; a directory that another user planted is refused.</summary>
internal sealed class MakeRoot(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"make the directory {spec.Root}, beneath the base and through no link";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        OpenDirectory directory = spec.BaseDirectory;
        foreach (string name in (string[])[spec.ExecFile.Name, spec.Id, "root"])
        {
            directory = Enter(directory, name, state);
        }
        state.Root = directory;
    }

    private OpenDirectory Enter(OpenDirectory parent, string name, JailState state)
    {
        if (parent.TryMakeDirectory(name, Permissions.Passage))
        {
            state.Made(() => parent.RemoveDirectory(name));
        }
        OpenDirectory directory;
        try
        {
            directory = parent.OpenBelow(name);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.ELOOP || exception.Error.Errno == Errno.ENOTDIR)
        {
            throw new JailerFailure($"{parent.Path}/{name} is a link or no directory; remove it, or choose another --id");
        }
        return ReasonAgainst(StatusOf(directory)) is { } reason ? throw new JailerFailure($"{directory.Path} {reason}, or choose another --id") : directory;
    }

    private static FileStatus StatusOf(OpenDirectory directory)
    {
        try
        {
            return FileStatus.Of(directory.Descriptor);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.EACCES)
        {
            throw new JailerFailure($"{directory.Path} is inaccessible even to root: a user has mounted a file system of their own there; unmount it");
        }
    }

    private string? ReasonAgainst(FileStatus status)
    {
        if (status.UserId != 0 && status.UserId != spec.UserId)
        {
            return $"belongs to user {status.UserId}; it must be root's or the jail's own: remove it";
        }
        bool groups = status.GroupId == 0 || status.GroupId == spec.GroupId;
        uint writers = groups ? Permissions.OthersWrite : Permissions.OthersWrite | Permissions.GroupWrite;
        return (status.Permissions & writers) == 0 ? null : "can be written by others, who could replace what is built in it: run chmod go-w";
    }
}
