using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The executable of this process, under the name it was executed by.</summary>
public static unsafe class ExecutedFile
{
    // AT_EXECFN of getauxval(3).
    [Abi.NotInHeader("linux/auxvec.h has it; it is no part of the calls that the test of headers reads")]
    private const nuint AtExecFn = 31;

    [Abi.NotInHeader("PATH_MAX")]
    private const int MaximumPathLength = 4096;

    /// <summary>
    /// The last component of the path passed to execve. Unlike argv[0] the kernel provides it, and unlike /proc/self/exe it keeps the name of a
    /// symbolic link. Empty when unknown; a number when a descriptor was executed.
    /// </summary>
    public static ReadOnlySpan<byte> Name
    {
        get
        {
            byte* path = (byte*)Native.getauxval(AtExecFn);
            ReadOnlySpan<byte> bytes = path is null ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
            return bytes[(bytes.LastIndexOf((byte)'/') + 1)..];
        }
    }

    /// <summary>Where the file lies, as the kernel knows it; no link, whatever name it was executed by.</summary>
    /// <exception cref="LinuxException">There is no /proc.</exception>
    public static string Path
    {
        get
        {
            Span<byte> path = stackalloc byte[MaximumPathLength];
            fixed (byte* link = "/proc/self/exe\0"u8, buffer = path)
            {
                nint length = (nint)LibC.readlink(link, buffer, MaximumPathLength);
                LinuxException.ThrowIfFailed((int)length, "readlink", "/proc/self/exe");
                return Encoding.UTF8.GetString(path[..(int)length]);
            }
        }
    }
}
