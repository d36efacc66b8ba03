using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Machine;

/// <summary>Maps the guest's RAM.</summary>
internal static class MachineMemory
{
    /// <summary>Maps the guest's RAM.</summary>
    /// <param name="machine">Its size and page size.</param>
    /// <param name="backing">Provides the pages.</param>
    /// <exception cref="VmmFailure">The host cannot provide the memory.</exception>
    internal static GuestMemory Map(MachineConfiguration machine, IMemoryBacking backing)
    {
        // The kernel would overcommit, and kill the guest once it uses the memory.
        ulong most = HostMemory.Length >> 20;
        if (machine.MemoryMebibytes > most)
        {
            throw Refusal(Errno.ENOMEM, $"the host has {most} MiB with its swap, not {machine.MemoryMebibytes}: lower mem_size_mib");
        }
        DirtyPages? dirty = machine.TracksDirtyPages ? new DirtyPages() : null;
        return GuestMemory.TryCreate(machine.MemoryMebibytes << 20, backing, dirty, out GuestMemory? memory) is { } error
            ? throw Refusal(error.Errno, $"the host does not give {machine.MemoryMebibytes} MiB: {Cure(machine.Pages)}")
            : memory!;
    }

    /// <summary>Registers the RAM with KVM: one memory slot per region.</summary>
    /// <param name="slots">KVM's memory slots; the interrupt controllers have not been created yet.</param>
    /// <exception cref="LinuxException">The kernel is out of memory for its own tables.</exception>
    internal static unsafe void GiveTo(MemorySlots slots, GuestMemory memory)
    {
        // Tracking the monitor's writes implies tracking the guest's.
        KvmMemoryFlags flags = memory.Dirty is null ? default : KvmMemoryFlags.KVM_MEM_LOG_DIRTY_PAGES;
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            _ = slots.Add(memory.Regions[index], memory.HostAddressOf(index), flags);
        }
    }

    private static VmmFailure Refusal(Errno error, string cure) =>
        new($"Invalid Memory Configuration: Cannot create mmap region: {error.Description}; {cure}");

    private static string Cure(HugePages pages) => pages switch
    {
        HugePages.Reserved => "lower mem_size_mib, or reserve huge pages in /proc/sys/vm/nr_hugepages",
        HugePages.Transparent => "lower mem_size_mib, or set huge_pages to None: this host's kernel may have no transparent huge pages",
        _ => "lower mem_size_mib",
    };
}
