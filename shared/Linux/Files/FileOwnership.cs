using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>
/// Gives away files that are held open. By name it cannot be done safely where somebody else may write: between the making of a file and the
/// giving away of its name, the name may have come to mean another file.
/// </summary>
public static unsafe class FileOwnership
{
    /// <summary>Gives a file to a user and group.</summary>
    /// <param name="file">The file; one that was opened without access (O_PATH) will do.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Give(Descriptor file, string path, uint userId, uint groupId)
    {
        fixed (byte* empty = "\0"u8)
        {
            int result = LibC.fchownat(file.Number, empty, (uid_t)userId, (gid_t)groupId, (int)EmptyPath.AT_EMPTY_PATH);
            LinuxException.ThrowIfFailed(result, "fchownat", path);
        }
    }

    /// <summary>Sets a file's permissions.</summary>
    /// <param name="file">The file, opened for reading or writing.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="mode">The permissions.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void SetPermissions(Descriptor file, string path, uint mode) =>
        LinuxException.ThrowIfFailed(LibC.fchmod(file.Number, (mode_t)mode), "fchmod", path);
}
