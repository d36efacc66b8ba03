using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>An eventfd that the kernel signals when a guest writes to an address.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_ioeventfd
{
    /// <summary>The value that has to be written.</summary>
    public ulong datamatch;

    /// <summary>The address.</summary>
    public ulong addr;

    /// <summary>Bytes that have to be written: 1, 2, 4 or 8.</summary>
    public uint len;

    /// <summary>The eventfd.</summary>
    public int fd;

    /// <summary>How it is compared.</summary>
    public KvmIoEventFlags flags;

    /// <summary>Unused.</summary>
    public fixed byte pad[36];
}
