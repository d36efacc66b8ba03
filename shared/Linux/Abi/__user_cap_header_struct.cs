using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>Whose capabilities, and in which layout (capset(2)).</summary>
[CHeader("linux/capability.h")]
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_header_struct
{
    /// <summary>The layout's version.</summary>
    public uint version;

    /// <summary>A thread, or 0 for the caller.</summary>
    public int pid;
}
