using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>The result of fstat(2).</summary>
/// <param name="Links">The number of hard links.</param>
/// <param name="DeviceNumber">The device number of a device node.</param>
/// <param name="Length">The length of a regular file, in bytes.</param>
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

    /// <summary>Permission bits, including set-id and sticky bits.</summary>
    public uint Permissions => Mode & PermissionBits;

    /// <summary>Whether both refer to the same file.</summary>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Inode == other.Inode;

    /// <summary>Reads the status of an open file.</summary>
    /// <exception cref="LinuxException">The descriptor is not open.</exception>
    public static unsafe FileStatus Of(Descriptor descriptor)
    {
        stat status;
        LinuxException.ThrowIfFailed(LibC.fstat(descriptor.Number, &status), "fstat", descriptor);
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
