namespace Kiln.Vmm.Machine.Arch.X64.Layout;

/// <summary>Where the monitor puts what a kernel finds when it starts. Fixed, since guests and tools know these addresses.</summary>
internal static class BootLayout
{
    /// <summary>Four segment descriptors.</summary>
    internal const ulong GlobalDescriptorTable = 0x500;

    /// <summary>One empty gate: a kernel brings its own.</summary>
    internal const ulong InterruptDescriptorTable = 0x520;

    /// <summary>struct hvm_start_info, of kernels that are entered by PVH.</summary>
    internal const ulong StartInfo = 0x6000;

    /// <summary>The list of modules, behind the start info: the initial RAM disk.</summary>
    internal const ulong ModuleList = 0x6040;

    /// <summary>The memory map that the start info points to; no zero page is there then.</summary>
    internal const ulong StartInfoMemoryMap = ZeroPage;

    /// <summary>struct boot_params, one page, of kernels that are entered by the 64-bit Linux protocol.</summary>
    internal const ulong ZeroPage = 0x7000;

    /// <summary>The stack grows down from here, to the end of the zero page.</summary>
    internal const ulong Stack = 0x8FF0;

    /// <summary>The root of the page tables that map the first GiB to itself.</summary>
    internal const ulong PageMapLevel4 = 0x9000;

    /// <summary>The second level.</summary>
    internal const ulong PageDirectoryPointers = 0xA000;

    /// <summary>The third level: 512 pages of 2 MiB.</summary>
    internal const ulong PageDirectory = 0xB000;

    /// <summary>The kernel's command line.</summary>
    internal const ulong CommandLine = 0x2_0000;

    /// <summary>The most that a command line takes, with its NUL.</summary>
    internal const int CommandLineCapacity = 2048;

    /// <summary>Conventional memory ends here; what <see cref="SystemMemory"/> gives out for tables follows.</summary>
    internal const ulong SystemMemoryStart = 0x9_FC00;

    /// <summary>The end of the range for tables.</summary>
    internal const ulong SystemMemoryEnd = 0xE_0000;

    /// <summary>The RSDP, ACPI's root pointer, where kernels look that are not told: the area of a BIOS, outside every range of the memory map.</summary>
    internal const ulong Rsdp = SystemMemoryEnd;

    /// <summary>Where RAM for kernels starts; no kernel is loaded or entered below.</summary>
    internal const ulong HighMemoryStart = 0x10_0000;

    /// <summary>The window of PCI configuration space, reserved whether there is PCI or not.</summary>
    internal const ulong ConfigurationSpaceStart = 0xEEC0_0000;

    /// <summary>Its length.</summary>
    internal const ulong ConfigurationSpaceLength = 256UL << 20;

    /// <summary>The IOAPIC, which KVM emulates.</summary>
    internal const uint Ioapic = 0xFEC0_0000;

    /// <summary>The local APICs, which KVM emulates.</summary>
    internal const uint LocalApic = 0xFEE0_0000;

    /// <summary>The TSS: three pages that KVM needs on Intel hosts, above everything else below 4 GiB.</summary>
    internal const uint TssAddress = 0xFFFB_D000;
}
