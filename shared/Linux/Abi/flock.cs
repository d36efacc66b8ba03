using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>A lock on a range of bytes of a file (fcntl(2)).</summary>
[CHeader("fcntl.h")]
[StructLayout(LayoutKind.Sequential)]
public struct flock
{
    /// <summary>For reading, for writing, or none.</summary>
    public short l_type;

    /// <summary>What the start counts from, as for lseek(2): SEEK_SET is 0.</summary>
    public short l_whence;

    /// <summary>The first byte.</summary>
    public long l_start;

    /// <summary>How many bytes; zero reaches to the end of the file, however long it becomes.</summary>
    public long l_len;

    /// <summary>The holder; 0 to ask for a lock of an open file description, -1 in what is told of one.</summary>
    public int l_pid;
}
