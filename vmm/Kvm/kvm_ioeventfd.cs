using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>An eventfd that the kernel signals when a guest writes to an address.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_ioeventfd
{
    /// <summary>The value that signals the eventfd.</summary>
    public ulong datamatch;

    /// <summary>Guest-physical address or port.</summary>
    public ulong addr;

    /// <summary>Width of the write in bytes: 1, 2, 4 or 8.</summary>
    public uint len;

    public int fd;

    public KvmIoEventFlags flags;

    public fixed byte pad[36];
}
