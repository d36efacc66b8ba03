using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>A name in the file system that the caller trusts the directories of; for others there is <see cref="OpenDirectory"/>.</summary>
public static unsafe class PathName
{
    /// <summary>What is under a name, itself and not what it points to.</summary>
    /// <param name="path">The name.</param>
    /// <returns>Null when nothing is there, or nothing that may be looked at.</returns>
    public static FileStatus? StatusOf(string path)
    {
        stat status;
        fixed (byte* name = CString.Encode(path))
        {
            return LibC.lstat(name, &status) == 0 ? FileStatus.From(status) : null;
        }
    }

    /// <summary>Removes a name that is no directory.</summary>
    /// <param name="path">The name.</param>
    /// <returns>Number 0, or why not.</returns>
    public static Errno Unlink(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            return LibC.unlink(name) == 0 ? default : SystemError.Last("unlink").Errno;
        }
    }
}
