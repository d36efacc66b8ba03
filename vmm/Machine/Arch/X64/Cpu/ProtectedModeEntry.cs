namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Entry state of the PVH protocol: 32-bit protected mode without paging, no stack, ebx pointing to the start info.</summary>
internal sealed class ProtectedModeEntry : ProcessorEntry
{
    /// <inheritdoc/>
    protected override SegmentDescriptor Code => new(0x00CF_9B00_0000_FFFF);

    /// <inheritdoc/>
    protected override SegmentDescriptor Data => new(0x00CF_9300_0000_FFFF);

    /// <inheritdoc/>
    protected override SegmentDescriptor TaskState => new(0x0000_8B00_0000_0067);

    /// <inheritdoc/>
    protected override void HandOver(ref kvm_regs registers) => registers.rbx = BootLayout.StartInfo;

    /// <inheritdoc/>
    protected override void SetMode(ref kvm_sregs registers)
    {
        registers.cr0 = ControlBits.ProtectionEnable | ControlBits.ExtensionType;
        registers.cr4 = 0;
    }
}
