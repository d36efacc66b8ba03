using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// The state in which a boot protocol enters a kernel: interrupts off, flat segments, floating point as after its initialization; each
/// protocol adds its mode and what it hands over in registers. Every processor gets it: KVM keeps all but the first waiting for their start.
/// </summary>
internal abstract class ProcessorEntry
{
    // Bit 1 of the flags always reads as one.
    private const ulong FlagsReserved = 1UL << 1;

    // All exceptions masked, 64-bit precision; and the SSE state after reset.
    private const ushort FloatingPointControl = 0x37F;
    private const uint SseControl = 0x1F80;

    /// <summary>The entry of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    internal static ProcessorEntry Of(BootProtocol protocol) => protocol == BootProtocol.Pvh ? new ProtectedModeEntry() : new LongModeEntry();

    /// <summary>Writes descriptor tables, and page tables if the protocol has paging on, into guest memory.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <exception cref="VmmFailure">It is too small.</exception>
    internal virtual void WriteTables(GuestMemory memory)
    {
        Put(memory, BootLayout.GlobalDescriptorTable, 0, 0);
        Put(memory, BootLayout.GlobalDescriptorTable, 1, Code.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 2, Data.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 3, TaskState.Raw);
        Put(memory, BootLayout.InterruptDescriptorTable, 0, 0);
    }

    /// <summary>Sets a processor's registers for the entry.</summary>
    /// <param name="vcpu">The processor.</param>
    /// <param name="entry">The kernel's first instruction.</param>
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

    /// <summary>The descriptor of cs.</summary>
    protected abstract SegmentDescriptor Code { get; }

    /// <summary>The descriptor of every data segment.</summary>
    protected abstract SegmentDescriptor Data { get; }

    /// <summary>The descriptor of the task state.</summary>
    protected abstract SegmentDescriptor TaskState { get; }

    /// <summary>Sets the general registers in which the kernel finds its information.</summary>
    /// <param name="registers">Changed.</param>
    protected abstract void HandOver(ref kvm_regs registers);

    /// <summary>Sets the control registers that make the mode.</summary>
    /// <param name="registers">Changed; what KVM chose and the protocol does not name stays.</param>
    protected abstract void SetMode(ref kvm_sregs registers);

    /// <summary>Writes an entry of a table.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="table">Where the table is.</param>
    /// <param name="index">The entry.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="VmmFailure">Guest memory is too small.</exception>
    protected static void Put(GuestMemory memory, ulong table, int index, ulong value)
    {
        if (!memory.TryWrite(new GuestAddress(table + ((ulong)index * sizeof(ulong))), value))
        {
            throw new VmmFailure("guest memory is too small for the tables that a processor starts with; give it 1 MiB or more");
        }
    }

    // Read first: what KVM chose, such as the APIC's address, stays.
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
