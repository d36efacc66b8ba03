using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// The state in which a boot protocol enters a kernel: interrupts off, flat segments, initialized floating point; each protocol adds its processor
/// mode and the registers it passes. All processors get it; KVM keeps the application processors waiting for INIT and SIPI.
/// </summary>
internal abstract class ProcessorEntry
{
    // Bit 1 of RFLAGS always reads as 1.
    private const ulong FlagsReserved = 1UL << 1;

    // x87: all exceptions masked, 64-bit precision. SSE: the state after reset.
    private const ushort FloatingPointControl = 0x37F;
    private const uint SseControl = 0x1F80;

    /// <summary>The entry state of a protocol.</summary>
    internal static ProcessorEntry Of(BootProtocol protocol) => protocol == BootProtocol.Pvh ? new ProtectedModeEntry() : new LongModeEntry();

    /// <summary>Writes the descriptor tables to guest memory, and the page tables if the protocol enables paging.</summary>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    internal virtual void WriteTables(GuestMemory memory)
    {
        Put(memory, BootLayout.GlobalDescriptorTable, 0, 0);
        Put(memory, BootLayout.GlobalDescriptorTable, 1, Code.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 2, Data.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 3, TaskState.Raw);
        Put(memory, BootLayout.InterruptDescriptorTable, 0, 0);
    }

    /// <summary>Sets a processor's registers to the entry state.</summary>
    /// <param name="entry">Guest-physical address of the kernel's first instruction.</param>
    /// <exception cref="LinuxException">KVM refuses the values.</exception>
    internal void SetRegisters(KvmVcpu vcpu, ulong entry)
    {
        kvm_regs general = new() { rflags = FlagsReserved, rip = entry };
        HandOver(ref general);
        vcpu.SetRegisters(ref general);
        kvm_fpu floatingPoint = new() { fcw = FloatingPointControl, mxcsr = SseControl };
        vcpu.SetFloatingPoint(ref floatingPoint);
        SetSystemRegisters(vcpu);
    }

    /// <summary>Descriptor of the code segment.</summary>
    protected abstract SegmentDescriptor Code { get; }

    /// <summary>Descriptor of the data segments.</summary>
    protected abstract SegmentDescriptor Data { get; }

    /// <summary>Descriptor of the TSS.</summary>
    protected abstract SegmentDescriptor TaskState { get; }

    /// <summary>Sets the general-purpose registers that pass boot information to the kernel.</summary>
    protected abstract void HandOver(ref kvm_regs registers);

    /// <summary>Sets the control registers of the processor mode.</summary>
    /// <param name="registers">KVM's defaults; registers that the protocol does not define keep them.</param>
    protected abstract void SetMode(ref kvm_sregs registers);

    /// <summary>Writes an 8-byte table entry.</summary>
    /// <param name="table">Guest-physical address of the table.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    protected static void Put(GuestMemory memory, ulong table, int index, ulong value)
    {
        if (!memory.TryWrite(new GuestAddress(table + ((ulong)index * sizeof(ulong))), value))
        {
            throw new VmmFailure("guest memory is too small for the tables that a processor starts with; give it 1 MiB or more");
        }
    }

    // Read first to keep KVM's defaults, such as the APIC base.
    private void SetSystemRegisters(KvmVcpu vcpu)
    {
        kvm_sregs system = default;
        vcpu.GetSystemRegisters(ref system);
        system.gdt.@base = BootLayout.GlobalDescriptorTable;
        system.gdt.limit = (4 * sizeof(ulong)) - 1;
        system.idt.@base = BootLayout.InterruptDescriptorTable;
        system.idt.limit = sizeof(ulong) - 1;
        kvm_segment data = Data.Load(2);
        system.cs = Code.Load(1);
        system.ds = data;
        system.es = data;
        system.fs = data;
        system.gs = data;
        system.ss = data;
        system.tr = TaskState.Load(3);
        SetMode(ref system);
        vcpu.SetSystemRegisters(ref system);
    }
}
