using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>What fstat(2) tells of a file.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file in it.</param>
/// <param name="Mode">Kind and permissions.</param>
/// <param name="Links">Names that it has.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="DeviceNumber">Of a device node.</param>
/// <param name="Length">Of a regular file, in bytes.</param>
public readonly record struct FileStatus(
    ulong Device, ulong Inode, uint Mode, ulong Links, uint UserId, uint GroupId, ulong DeviceNumber, long Length)
{
    [NotInHeader("the twelve bits that chmod(2) sets")]
    private const uint PermissionBits = 0xFFF;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => LibC.S_ISREG((mode_t)Mode);

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => LibC.S_ISDIR((mode_t)Mode);

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymbolicLink => LibC.S_ISLNK((mode_t)Mode);

    /// <summary>Whether it is a socket.</summary>
    public bool IsSocket => LibC.S_ISSOCK((mode_t)Mode);

    /// <summary>Whether it is a character device.</summary>
    public bool IsCharacterDevice => LibC.S_ISCHR((mode_t)Mode);

    /// <summary>Whether it is a block device.</summary>
    public bool IsBlockDevice => LibC.S_ISBLK((mode_t)Mode);

    /// <summary>The permissions, with set-id and sticky bits.</summary>
    public uint Permissions => Mode & PermissionBits;

    /// <summary>Whether two names are one file.</summary>
    /// <param name="other">Another file.</param>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode;

    /// <summary>What an open file is.</summary>
    /// <param name="descriptor">The file.</param>
    /// <exception cref="LinuxException">The descriptor is not open.</exception>
    public static unsafe FileStatus Of(Descriptor descriptor)
    {
        stat status;
        LinuxException.ThrowIfFailed(LibC.fstat(descriptor.Number, &status), "fstat", descriptor.ToString());
        return From(status);
    }

    internal static FileStatus From(in stat status) => new(
        (ulong)status.st_dev,
        (ulong)status.st_ino,
        (uint)status.st_mode,
        (ulong)status.st_nlink,
        (uint)status.st_uid,
        (uint)status.st_gid,
        (ulong)status.st_rdev,
        (long)status.st_size);
}
