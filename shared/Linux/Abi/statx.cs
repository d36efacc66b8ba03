using System.Runtime.InteropServices;

namespace Kiln.Linux.Abi;

/// <summary>The status of a file (statx(2)): the fields that Kiln uses, in a struct of the kernel's size.</summary>
[CHeader("linux/stat.h")]
[StructLayout(LayoutKind.Explicit, Size = 256)]
public struct statx
{
    /// <summary>Major number of the device that holds the file.</summary>
    [FieldOffset(136)]
    public uint stx_dev_major;

    /// <summary>Minor number of the device that holds the file.</summary>
    [FieldOffset(140)]
    public uint stx_dev_minor;
}
