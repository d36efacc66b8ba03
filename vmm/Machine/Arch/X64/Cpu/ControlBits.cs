namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Bits of the control registers (Intel SDM, volume 3, 2.5) and of EFER (volume 4).</summary>
internal static class ControlBits
{
    /// <summary>CR0: protected mode.</summary>
    internal const ulong ProtectionEnable = 1UL << 0;

    /// <summary>CR0: reads as one on every processor with a floating point unit.</summary>
    internal const ulong ExtensionType = 1UL << 4;

    /// <summary>CR0: paging.</summary>
    internal const ulong PagingEnable = 1UL << 31;

    /// <summary>CR4: page table entries of 64 bits.</summary>
    internal const ulong PhysicalAddressExtension = 1UL << 5;

    /// <summary>EFER: long mode once paging is on.</summary>
    internal const ulong LongModeEnable = 1UL << 8;

    /// <summary>EFER: the processor is in long mode.</summary>
    internal const ulong LongModeActive = 1UL << 10;
}
