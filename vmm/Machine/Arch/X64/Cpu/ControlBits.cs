namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Bits of the control registers (Intel SDM, volume 3, 2.5) and of EFER (volume 4).</summary>
internal static class ControlBits
{
    /// <summary>CR0.PE: protected mode is enabled.</summary>
    internal const ulong ProtectionEnable = 1UL << 0;

    /// <summary>CR0.ET: always reads as 1 on processors with a floating point unit.</summary>
    internal const ulong ExtensionType = 1UL << 4;

    /// <summary>CR0.PG: paging is enabled.</summary>
    internal const ulong PagingEnable = 1UL << 31;

    /// <summary>CR4.PAE: page table entries have 64 bits.</summary>
    internal const ulong PhysicalAddressExtension = 1UL << 5;

    /// <summary>EFER.LME: enabling paging enters long mode.</summary>
    internal const ulong LongModeEnable = 1UL << 8;

    /// <summary>EFER.LMA: the processor is in long mode.</summary>
    internal const ulong LongModeActive = 1UL << 10;
}
