using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// Entry state of the 64-bit Linux boot protocol: long mode, the first GiB identity-mapped, a small stack, rsi pointing to the zero page.
/// </summary>
internal sealed class LongModeEntry : ProcessorEntry
{
    // Present and writable; a 2 MiB page also sets the page size bit.
    private const ulong TableEntry = 0x3;
    private const ulong LargePageEntry = 0x83;
    private const int LargePageShift = 21;
    private const int EntriesPerTable = 512;

    /// <inheritdoc/>
    protected override SegmentDescriptor Code => new(0x00AF_9B00_0000_FFFF);

    /// <inheritdoc/>
    protected override SegmentDescriptor Data => new(0x00CF_9300_0000_FFFF);

    /// <inheritdoc/>
    protected override SegmentDescriptor TaskState => new(0x008F_8B00_0000_FFFF);

    /// <inheritdoc/>
    internal override void WriteTables(GuestMemory memory)
    {
        base.WriteTables(memory);
        Put(memory, BootLayout.PageMapLevel4, 0, BootLayout.PageDirectoryPointers | TableEntry);
        Put(memory, BootLayout.PageDirectoryPointers, 0, BootLayout.PageDirectory | TableEntry);
        for (int index = 0; index < EntriesPerTable; index++)
        {
            Put(memory, BootLayout.PageDirectory, index, ((ulong)index << LargePageShift) | LargePageEntry);
        }
    }

    /// <inheritdoc/>
    protected override void HandOver(ref kvm_regs registers)
    {
        registers.rsp = BootLayout.Stack;
        registers.rbp = BootLayout.Stack;
        registers.rsi = BootLayout.ZeroPage;
    }

    /// <inheritdoc/>
    protected override void SetMode(ref kvm_sregs registers)
    {
        registers.cr0 |= ControlBits.ProtectionEnable | ControlBits.PagingEnable;
        registers.cr3 = BootLayout.PageMapLevel4;
        registers.cr4 |= ControlBits.PhysicalAddressExtension;
        registers.efer |= ControlBits.LongModeEnable | ControlBits.LongModeActive;
    }
}
