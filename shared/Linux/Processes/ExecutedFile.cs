using System.Runtime.InteropServices;

namespace Kiln.Linux.Processes;

/// <summary>The file that this process was made of, as whoever executed it named it.</summary>
public static unsafe class ExecutedFile
{
    // AT_EXECFN of getauxval(3).
    [Abi.NotInHeader("linux/auxvec.h has it; it is no part of the calls that the test of headers reads")]
    private const nuint AtExecFn = 31;

    /// <summary>
    /// The last component of the path that execve was given. Unlike the first argument it is the kernel's word, and unlike the link in /proc it is a
    /// link's own name. Empty when there is none; a number when a descriptor was executed.
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
}
