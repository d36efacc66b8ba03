using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>Selects the thread and the data layout of capget(2) and capset(2).</summary>
[CHeader("linux/capability.h")]
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_header_struct
{
    public uint version;

    /// <summary>A thread id, or 0 for the caller.</summary>
    public int pid;
}
