using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>32 capabilities in each of three sets; version 3 takes two of these.</summary>
[CHeader("linux/capability.h")]
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_data_struct
{
    /// <summary>Capabilities the kernel checks.</summary>
    public uint effective;

    /// <summary>Capabilities the thread may make effective.</summary>
    public uint permitted;

    /// <summary>Capabilities preserved across execve for files that inherit them.</summary>
    public uint inheritable;
}
