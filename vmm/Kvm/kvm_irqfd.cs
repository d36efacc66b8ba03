using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>An eventfd that raises an interrupt.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_irqfd
{
    /// <summary>The eventfd.</summary>
    public uint fd;

    /// <summary>The interrupt line.</summary>
    public uint gsi;

    /// <summary>Removal, resampling.</summary>
    public uint flags;

    /// <summary>Not used: every line is edge-triggered.</summary>
    public uint resamplefd;

    /// <summary>Unused.</summary>
    public fixed byte pad[16];
}
