using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>
/// A directory held by a descriptor, below which names are resolved without leaving it and without following a link: what another user
/// renames or plants meanwhile cannot redirect a call.
/// </summary>
public sealed unsafe class OpenDirectory : OwnedDescriptor
{
    [NotInHeader("a union of checked flags")]
    private const ResolveFlags Beneath =
        ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    private OpenDirectory(int number, string path)
        : base(number) => Path = path;

    /// <summary>How it was reached, for messages.</summary>
    public string Path { get; }

    /// <summary>Opens a directory by a path that the caller trusts; its last component may be a link.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="LinuxException">It does not exist or is no directory.</exception>
    public static OpenDirectory Open(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, LibC.O_PATH | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
            return new OpenDirectory(LinuxException.ThrowIfFailed(number, "open", path), path);
        }
    }

    /// <summary>Opens a directory below this one.</summary>
    /// <param name="name">One name or several.</param>
    /// <exception cref="LinuxException">It does not exist, is no directory, or leads through a link: ELOOP.</exception>
    public OpenDirectory OpenBelow(string name) =>
        new(LinuxException.ThrowIfFailed(TryOpen(name, LibC.O_PATH | LibC.O_DIRECTORY, 0), "openat2", PathOf(name)), PathOf(name));

    /// <summary>Opens a directory below this one, on the same mount.</summary>
    /// <param name="name">One name or several.</param>
    /// <exception cref="LinuxException">As for <see cref="OpenBelow"/>; EXDEV when something is mounted on the way or there.</exception>
    public OpenDirectory OpenOnSameMount(string name)
    {
        int number = TryOpen(name, LibC.O_PATH | LibC.O_DIRECTORY, 0, Beneath | ResolveFlags.RESOLVE_NO_XDEV);
        return new OpenDirectory(LinuxException.ThrowIfFailed(number, "openat2", PathOf(name)), PathOf(name));
    }

    /// <summary>Opens a file below this directory.</summary>
    /// <param name="name">One name or several.</param>
    /// <param name="flags">Of open(2); close-on-exec is added.</param>
    /// <param name="mode">Permissions of a new file.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public OwnedDescriptor OpenFile(string name, int flags, uint mode) =>
        new(LinuxException.ThrowIfFailed(TryOpen(name, flags, mode), "openat2", PathOf(name)));

    /// <summary>Locks this directory against everybody else who locks it (flock(2)), without waiting.</summary>
    /// <returns>The lock, which lasts until it is closed; null when somebody else has it.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public OwnedDescriptor? TryLock()
    {
        OwnedDescriptor handle = OpenFile(".", LibC.O_RDONLY | LibC.O_DIRECTORY, 0);
        if (Native.flock(handle.Descriptor.Number, (int)(FileLock.LOCK_EX | FileLock.LOCK_NB)) == 0)
        {
            return handle;
        }
        SystemError error = SystemError.Last("flock", Path);
        handle.Dispose();
        return error.Errno == Errno.EAGAIN ? null : throw new LinuxException(error);
    }

    /// <summary>Makes a directory with exactly the given permissions' owner bits; the umask applies.</summary>
    /// <param name="name">One name.</param>
    /// <param name="mode">Permissions.</param>
    /// <returns>False when something of the name is there already.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public bool TryMakeDirectory(string name, uint mode)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            if (LibC.mkdirat(Descriptor.Number, pointer, (mode_t)mode) == 0)
            {
                return true;
            }
            SystemError error = SystemError.Last("mkdirat", PathOf(name));
            return error.Errno == Errno.EEXIST ? false : throw new LinuxException(error);
        }
    }

    /// <summary>Makes a character device node.</summary>
    /// <param name="name">One name.</param>
    /// <param name="mode">Permissions.</param>
    /// <param name="deviceNumber">As makedev(3) packs it.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void MakeCharacterDevice(string name, uint mode, ulong deviceNumber)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            int result = Native.mknodat(Descriptor.Number, pointer, (uint)LibC.S_IFCHR | mode, deviceNumber);
            LinuxException.ThrowIfFailed(result, "mknodat", PathOf(name));
        }
    }

    /// <summary>What is under a name, itself and not what it points to; null when nothing is.</summary>
    /// <param name="name">One name, or <c>.</c> for this directory.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public FileStatus? StatusOf(string name)
    {
        stat status;
        fixed (byte* pointer = CString.Encode(name))
        {
            if (LibC.fstatat(Descriptor.Number, pointer, &status, LibC.AT_SYMLINK_NOFOLLOW) == 0)
            {
                return FileStatus.From(status);
            }
        }
        SystemError error = SystemError.Last("newfstatat", PathOf(name));
        return error.Errno == Errno.ENOENT ? null : throw new LinuxException(error);
    }

    /// <summary>Gives this directory to a user and group.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Give(uint userId, uint groupId) => FileOwnership.Give(Descriptor, Path, userId, groupId);

    /// <summary>Sets the permissions of this directory.</summary>
    /// <param name="mode">Permissions.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void SetPermissions(uint mode)
    {
        // fchmod(2) takes no descriptor without access; of a directory, "." is always itself.
        fixed (byte* here = ".\0"u8)
        {
            LinuxException.ThrowIfFailed(LibC.fchmodat(Descriptor.Number, here, (mode_t)mode, 0), "fchmodat", Path);
        }
    }

    /// <summary>Makes this the working directory of the process.</summary>
    /// <exception cref="LinuxException">The process may not search it.</exception>
    public void MakeWorkingDirectory() => LinuxException.ThrowIfFailed(LibC.fchdir(Descriptor.Number), "fchdir", Path);

    /// <summary>Removes a name that is no directory.</summary>
    /// <param name="name">One name.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Unlink(string name) => Remove(name, 0);

    /// <summary>Removes an empty directory.</summary>
    /// <param name="name">One name.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void RemoveDirectory(string name) => Remove(name, LibC.AT_REMOVEDIR);

    private void Remove(string name, int flags)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            LinuxException.ThrowIfFailed(LibC.unlinkat(Descriptor.Number, pointer, flags), "unlinkat", PathOf(name));
        }
    }

    private int TryOpen(string name, int flags, uint mode, ResolveFlags resolve = Beneath)
    {
        open_how how = new() { flags = (ulong)(flags | LibC.O_CLOEXEC), mode = mode, resolve = (ulong)resolve };
        fixed (byte* pointer = CString.Encode(name))
        {
            return (int)Native.Raw(
                SystemCall.SYS_openat2, (nuint)Descriptor.Number, (nuint)pointer, (nuint)(&how), (nuint)sizeof(open_how));
        }
    }

    private string PathOf(string name) => name == "." ? Path : $"{Path.TrimEnd('/')}/{name}";
}
