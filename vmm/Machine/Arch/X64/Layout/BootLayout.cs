namespace Kiln.Vmm.Machine.Arch.X64.Layout;

/// <summary>Guest-physical addresses of the boot structures. They are fixed: guests and tools rely on them.</summary>
internal static class BootLayout
{
    /// <summary>The GDT: four segment descriptors.</summary>
    internal const ulong GlobalDescriptorTable = 0x500;

    /// <summary>The IDT: one empty gate, since a kernel loads its own.</summary>
    internal const ulong InterruptDescriptorTable = 0x520;

    /// <summary>struct hvm_start_info, for kernels entered by PVH.</summary>
    internal const ulong StartInfo = 0x6000;

    /// <summary>The PVH module list, after the start info; it holds the initial RAM disk.</summary>
    internal const ulong ModuleList = 0x6040;

    /// <summary>The memory map of the start info; PVH has no zero page, so the two share the address.</summary>
    internal const ulong StartInfoMemoryMap = ZeroPage;

    /// <summary>struct boot_params, one page, for kernels entered by the 64-bit Linux protocol.</summary>
    internal const ulong ZeroPage = 0x7000;

    /// <summary>Initial stack pointer; the stack grows down to the end of the zero page.</summary>
    internal const ulong Stack = 0x8FF0;

    /// <summary>Root of the page tables that identity-map the first GiB.</summary>
    internal const ulong PageMapLevel4 = 0x9000;

    /// <summary>Second level of the page tables.</summary>
    internal const ulong PageDirectoryPointers = 0xA000;

    /// <summary>Third level of the page tables: 512 pages of 2 MiB.</summary>
    internal const ulong PageDirectory = 0xB000;

    internal const ulong CommandLine = 0x2_0000;

    /// <summary>The most bytes that a command line takes, including the NUL.</summary>
    internal const int CommandLineCapacity = 2048;

    /// <summary>End of conventional memory, and start of the range for tables that <see cref="SystemMemory"/> manages.</summary>
    internal const ulong SystemMemoryStart = 0x9_FC00;

    /// <summary>End of the range for tables.</summary>
    internal const ulong SystemMemoryEnd = 0xE_0000;

    /// <summary>The RSDP, in the BIOS area that kernels search unless told an address; no range of the memory map covers it.</summary>
    internal const ulong Rsdp = SystemMemoryEnd;

    /// <summary>Start of RAM for kernels; no kernel is loaded or entered below it.</summary>
    internal const ulong HighMemoryStart = 0x10_0000;

    /// <summary>Start of PCI configuration space, reserved even when there is no PCI.</summary>
    internal const ulong ConfigurationSpaceStart = 0xEEC0_0000;

    internal const ulong ConfigurationSpaceLength = 256UL << 20;

    /// <summary>The IOAPIC, which KVM emulates.</summary>
    internal const uint Ioapic = 0xFEC0_0000;

    /// <summary>The local APICs, which KVM emulates.</summary>
    internal const uint LocalApic = 0xFEE0_0000;

    /// <summary>The TSS: three pages that KVM needs on Intel hosts, above all other ranges below 4 GiB.</summary>
    internal const uint TssAddress = 0xFFFB_D000;
}
