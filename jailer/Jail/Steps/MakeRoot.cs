using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Makes or opens the directory that becomes the root. What is staged in it stays; what another user planted is refused.</summary>
/// <param name="spec">The jail.</param>
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
        FileStatus status = FileStatus.Of(directory.Descriptor);
        return status.UserId == 0 || status.UserId == spec.UserId
            ? directory
            : throw new JailerFailure($"{directory.Path} belongs to user {status.UserId}; it must be root's or the jail's own: remove it, or choose another --id");
    }
}
