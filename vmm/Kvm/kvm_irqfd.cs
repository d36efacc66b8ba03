using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>An eventfd that raises an interrupt.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_irqfd
{
    public uint fd;

    /// <summary>The global system interrupt that the eventfd raises.</summary>
    public uint gsi;

    /// <summary>0 to add an edge-triggered irqfd.</summary>
    public uint flags;

    /// <summary>0: level-triggered interrupts alone use it.</summary>
    public uint resamplefd;

    public fixed byte pad[16];
}
