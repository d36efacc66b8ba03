using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>Operations on names in directories that the caller trusts; for others use <see cref="OpenDirectory"/>.</summary>
public static unsafe class PathName
{
    /// <summary>The status of a name, without following a link.</summary>
    /// <returns>Null when it does not exist or may not be examined.</returns>
    public static FileStatus? StatusOf(string path)
    {
        stat status;
        fixed (byte* name = CString.Encode(path))
        {
            return LibC.lstat(name, &status) == 0 ? FileStatus.From(status) : null;
        }
    }

    /// <summary>Removes a name that is not a directory.</summary>
    /// <returns>0 on success, or the error.</returns>
    public static Errno Unlink(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            return LibC.unlink(name) == 0 ? default : SystemError.Last("unlink").Errno;
        }
    }
}
