using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>
/// An open directory. Names below it are resolved without leaving it and without following links, so that another user's renaming or planting
/// of files cannot redirect a call.
/// </summary>
public sealed unsafe class OpenDirectory : OwnedDescriptor
{
    [NotInHeader("a union of checked flags")]
    private const ResolveFlags Beneath =
        ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_SYMLINKS | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    private OpenDirectory(int number, string path)
        : base(number) => Path = path;

    /// <summary>The path it was opened by, for messages.</summary>
    public string Path { get; }

    /// <summary>Opens a directory by a trusted path, whose last component may be a link.</summary>
    /// <exception cref="LinuxException">The path does not exist or is not a directory.</exception>
    public static OpenDirectory Open(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, LibC.O_PATH | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
            return new OpenDirectory(LinuxException.ThrowIfFailed(number, "open", path), path);
        }
    }

    /// <summary>Opens a directory below this one.</summary>
    /// <param name="name">One path component or several.</param>
    /// <exception cref="LinuxException">The path does not exist, is not a directory, or contains a link (ELOOP).</exception>
    public OpenDirectory OpenBelow(string name) =>
        new(LinuxException.ThrowIfFailed(TryOpen(name, LibC.O_PATH | LibC.O_DIRECTORY, 0), "openat2", PathOf(name)), PathOf(name));

    /// <summary>Opens a directory below this one, on the same mount.</summary>
    /// <param name="name">One path component or several.</param>
    /// <exception cref="LinuxException">As for <see cref="OpenBelow"/>; EXDEV if the path crosses or names a mount point.</exception>
    public OpenDirectory OpenOnSameMount(string name)
    {
        int number = TryOpen(name, LibC.O_PATH | LibC.O_DIRECTORY, 0, Beneath | ResolveFlags.RESOLVE_NO_XDEV);
        return new OpenDirectory(LinuxException.ThrowIfFailed(number, "openat2", PathOf(name)), PathOf(name));
    }

    /// <summary>Opens a file below this directory.</summary>
    /// <param name="name">One path component or several.</param>
    /// <param name="flags">Flags of open(2); O_CLOEXEC is added.</param>
    /// <param name="mode">Permissions of a newly created file.</param>
    /// <exception cref="LinuxException"/>
    public OwnedDescriptor OpenFile(string name, int flags, uint mode) =>
        new(LinuxException.ThrowIfFailed(TryOpen(name, flags, mode), "openat2", PathOf(name)));

    /// <summary>Locks the directory exclusively with flock(2), without blocking.</summary>
    /// <returns>The lock, held until it is disposed; null when another holder has it.</returns>
    /// <exception cref="LinuxException"/>
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

    /// <summary>Creates a directory; the umask applies to <paramref name="mode"/>.</summary>
    /// <returns>False when the name already exists.</returns>
    /// <exception cref="LinuxException"/>
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

    /// <summary>Creates a character device node.</summary>
    /// <param name="deviceNumber">The device number, packed as by makedev(3).</param>
    /// <exception cref="LinuxException"/>
    public void MakeCharacterDevice(string name, uint mode, ulong deviceNumber)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            int result = Native.mknodat(Descriptor.Number, pointer, (uint)LibC.S_IFCHR | mode, deviceNumber);
            LinuxException.ThrowIfFailed(result, "mknodat", PathOf(name));
        }
    }

    /// <summary>The status of a name, without following a link; null when it does not exist.</summary>
    /// <param name="name">One path component, or <c>.</c> for this directory.</param>
    /// <exception cref="LinuxException"/>
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

    /// <summary>Changes the owner of this directory.</summary>
    /// <exception cref="LinuxException"/>
    public void Give(uint userId, uint groupId) => FileOwnership.Give(Descriptor, Path, userId, groupId);

    /// <summary>Changes the mode of this directory.</summary>
    /// <exception cref="LinuxException"/>
    public void SetPermissions(uint mode)
    {
        // fchmod(2) does not accept an O_PATH descriptor; "." below a directory is always the directory itself.
        fixed (byte* here = ".\0"u8)
        {
            LinuxException.ThrowIfFailed(LibC.fchmodat(Descriptor.Number, here, (mode_t)mode, 0), "fchmodat", Path);
        }
    }

    /// <summary>Makes this the working directory of the process.</summary>
    /// <exception cref="LinuxException">The process lacks search permission.</exception>
    public void MakeWorkingDirectory() => LinuxException.ThrowIfFailed(LibC.fchdir(Descriptor.Number), "fchdir", Path);

    /// <summary>Removes a name that is not a directory.</summary>
    /// <exception cref="LinuxException"/>
    public void Unlink(string name) => Remove(name, 0);

    /// <exception cref="LinuxException"/>
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
