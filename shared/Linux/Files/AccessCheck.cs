using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>What the process may do with an open file, whatever has its name meanwhile (faccessat2(2)).</summary>
public static unsafe class AccessCheck
{
    /// <summary>Whether the process may do something with the file.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <returns>Null, or the error: EACCES when it may not.</returns>
    public static SystemError? Try(Descriptor file, string path, AccessKinds kind)
    {
        fixed (byte* empty = "\0"u8)
        {
            return LibC.faccessat(file.Number, empty, (int)kind, (int)EmptyPath.AT_EMPTY_PATH) == 0 ? null : SystemError.Last("faccessat2", path);
        }
    }
}
