using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>
/// Changes owner and mode of open files. By name that is unsafe where others may write: the name may refer to another file by the time of
/// the change.
/// </summary>
public static unsafe class FileOwnership
{
    /// <summary>Changes the owner of a file.</summary>
    /// <param name="file">The file; a descriptor opened with O_PATH will do.</param>
    /// <param name="path">The path, for messages.</param>
    /// <exception cref="LinuxException"/>
    public static void Give(Descriptor file, string path, uint userId, uint groupId)
    {
        fixed (byte* empty = "\0"u8)
        {
            int result = LibC.fchownat(file.Number, empty, (uid_t)userId, (gid_t)groupId, (int)EmptyPath.AT_EMPTY_PATH);
            LinuxException.ThrowIfFailed(result, "fchownat", path);
        }
    }

    /// <summary>Changes the mode of a file.</summary>
    /// <param name="file">The file, opened for reading or writing.</param>
    /// <param name="path">The path, for messages.</param>
    /// <exception cref="LinuxException"/>
    public static void SetPermissions(Descriptor file, string path, uint mode) =>
        LinuxException.ThrowIfFailed(LibC.fchmod(file.Number, (mode_t)mode), "fchmod", path);
}
