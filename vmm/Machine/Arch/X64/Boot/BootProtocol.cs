namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>How a kernel wants to be entered.</summary>
internal enum BootProtocol
{
    /// <summary>The 64-bit Linux boot protocol (Documentation/arch/x86/boot.rst): long mode, the zero page in rsi.</summary>
    Linux64,

    /// <summary>Xen's PVH protocol (xen/docs/misc/pvh.pandoc): 32-bit protected mode, the start info in ebx.</summary>
    Pvh,
}
