using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>32 capabilities of each of three sets; version 3 takes two of these.</summary>
[CHeader("linux/capability.h")]
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_data_struct
{
    /// <summary>In force now.</summary>
    public uint effective;

    /// <summary>May be put in force.</summary>
    public uint permitted;

    /// <summary>Kept across execve by files that ask for it.</summary>
    public uint inheritable;
}
