using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>Changes names by paths that the caller trusts: in a jail they cannot leave it.</summary>
public static unsafe class NamedFile
{
    /// <summary>Removes a name (unlink(2)); the file lives on for those who have it open or mapped. A name that is not there is removed already.</summary>
    /// <returns>Null on success, otherwise why not; EISDIR for a directory.</returns>
    public static SystemError? TryRemove(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            if (LibC.unlink(name) == 0)
            {
                return null;
            }
        }
        SystemError error = SystemError.Last("unlink", path);
        return error.Errno == Errno.ENOENT ? null : error;
    }

    /// <summary>Gives a file another name in one step, in place of the file that had it (rename(2)).</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TryRename(string from, string to)
    {
        fixed (byte* source = CString.Encode(from), target = CString.Encode(to))
        {
            return Native.rename(source, target) == 0 ? null : SystemError.Last("rename", to);
        }
    }
}
