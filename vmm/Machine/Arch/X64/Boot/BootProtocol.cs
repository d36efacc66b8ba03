namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>The protocol by which a kernel is entered.</summary>
internal enum BootProtocol
{
    /// <summary>The 64-bit Linux boot protocol (Documentation/arch/x86/boot.rst): long mode, rsi points to the zero page.</summary>
    Linux64,

    /// <summary>Xen's PVH protocol (xen/docs/misc/pvh.pandoc): 32-bit protected mode, ebx points to the start info.</summary>
    Pvh,
}
