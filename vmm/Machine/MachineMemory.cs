using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Machine;

/// <summary>Maps the RAM of a machine, as far as the host has as much.</summary>
internal static class MachineMemory
{
    /// <summary>Maps it.</summary>
    /// <param name="machine">What is asked for.</param>
    /// <exception cref="VmmFailure">The host does not give it.</exception>
    internal static GuestMemory Map(MachineConfiguration machine)
    {
        // The kernel would map more than it has, and end the guest when that shows.
        ulong most = HostMemory.Length >> 20;
        if (machine.MemoryMebibytes > most)
        {
            throw Refusal(Errno.ENOMEM, $"the host has {most} MiB with its swap, not {machine.MemoryMebibytes}: lower mem_size_mib");
        }
        return GuestMemory.TryCreate(machine.MemoryMebibytes << 20, machine.Pages, out GuestMemory? memory) is { } error
            ? throw Refusal(error.Errno, $"the host does not give {machine.MemoryMebibytes} MiB: {Cure(machine.Pages)}")
            : memory!;
    }

    private static VmmFailure Refusal(Errno error, string cure) =>
        new($"Invalid Memory Configuration: Cannot create mmap region: {error.Text} (os error {error.Number}); {cure}");

    private static string Cure(HugePages pages) => pages switch
    {
        HugePages.Reserved => "lower mem_size_mib, or reserve huge pages in /proc/sys/vm/nr_hugepages",
        HugePages.Transparent => "lower mem_size_mib, or set huge_pages to None: this host's kernel may have no transparent huge pages",
        _ => "lower mem_size_mib",
    };
}
