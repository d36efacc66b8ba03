using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Kvm;
using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Machine.Cpu;

/// <summary>
/// The state in which the 64-bit Linux boot protocol enters a kernel: long mode, the first GiB mapped to itself, flat segments,
/// interrupts off, the zero page's address in rsi.
/// </summary>
internal static unsafe class ProcessorEntry
{
    // Control register bits of the Intel SDM, volume 3, 2.5; EFER of volume 4.
    private const ulong ProtectionEnable = 1UL << 0;
    private const ulong PagingEnable = 1UL << 31;
    private const ulong PhysicalAddressExtension = 1UL << 5;
    private const ulong LongModeEnable = 1UL << 8;
    private const ulong LongModeActive = 1UL << 10;

    // Bit 1 of the flags always reads as one.
    private const ulong FlagsReserved = 1UL << 1;

    // Present, writable; and for a 2 MiB page its size bit.
    private const ulong TableEntry = 0x3;
    private const ulong LargePageEntry = 0x83;
    private const int LargePageShift = 21;
    private const int EntriesPerTable = 512;

    // All exceptions masked, 64-bit precision; and the SSE state after reset.
    private const ushort FloatingPointControl = 0x37F;
    private const uint SseControl = 0x1F80;

    /// <summary>Writes descriptor tables and page tables into guest memory.</summary>
    /// <param name="memory">The guest's memory.</param>
    internal static void WriteTables(GuestMemory memory)
    {
        Put(memory, BootLayout.GlobalDescriptorTable, 0, 0);
        Put(memory, BootLayout.GlobalDescriptorTable, 1, SegmentDescriptor.Code.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 2, SegmentDescriptor.Data.Raw);
        Put(memory, BootLayout.GlobalDescriptorTable, 3, SegmentDescriptor.TaskState.Raw);
        Put(memory, BootLayout.InterruptDescriptorTable, 0, 0);
        Put(memory, BootLayout.PageMapLevel4, 0, BootLayout.PageDirectoryPointers | TableEntry);
        Put(memory, BootLayout.PageDirectoryPointers, 0, BootLayout.PageDirectory | TableEntry);
        for (int index = 0; index < EntriesPerTable; index++)
        {
            Put(memory, BootLayout.PageDirectory, index, ((ulong)index << LargePageShift) | LargePageEntry);
        }
    }

    /// <summary>Sets a processor's registers for the entry.</summary>
    /// <param name="vcpu">The processor.</param>
    /// <param name="entry">The kernel's first instruction.</param>
    /// <exception cref="Linux.LinuxException">KVM refuses the values.</exception>
    internal static void SetRegisters(KvmVcpu vcpu, ulong entry)
    {
        kvm_regs general = new()
        {
            rflags = FlagsReserved,
            rip = entry,
            rsp = BootLayout.Stack,
            rbp = BootLayout.Stack,
            rsi = BootLayout.ZeroPage,
        };
        vcpu.SetRegisters(ref general);
        kvm_fpu floatingPoint = new() { fcw = FloatingPointControl, mxcsr = SseControl };
        vcpu.SetFloatingPoint(ref floatingPoint);
        SetSystemRegisters(vcpu);
    }

    // Read first: what KVM chose, such as the APIC's address, stays.
    private static void SetSystemRegisters(KvmVcpu vcpu)
    {
        kvm_sregs system = default;
        vcpu.GetSystemRegisters(ref system);
        system.gdt.@base = BootLayout.GlobalDescriptorTable;
        system.gdt.limit = (4 * sizeof(ulong)) - 1;
        system.idt.@base = BootLayout.InterruptDescriptorTable;
        system.idt.limit = sizeof(ulong) - 1;
        kvm_segment data = SegmentDescriptor.Data.Load(2);
        system.cs = SegmentDescriptor.Code.Load(1);
        system.ds = data;
        system.es = data;
        system.fs = data;
        system.gs = data;
        system.ss = data;
        system.tr = SegmentDescriptor.TaskState.Load(3);
        system.cr0 |= ProtectionEnable | PagingEnable;
        system.cr3 = BootLayout.PageMapLevel4;
        system.cr4 |= PhysicalAddressExtension;
        system.efer |= LongModeEnable | LongModeActive;
        vcpu.SetSystemRegisters(ref system);
    }

    private static void Put(GuestMemory memory, ulong table, int index, ulong value)
    {
        if (!memory.TryWrite(new GuestAddress(table + ((ulong)index * sizeof(ulong))), value))
        {
            throw new VmmFailure("guest memory is too small for the tables that a processor starts with; give it 1 MiB or more");
        }
    }
}
