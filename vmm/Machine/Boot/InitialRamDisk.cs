using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>Loads an initial RAM disk where kernels expect it: page-aligned at the end of the first region of RAM.</summary>
internal static class InitialRamDisk
{
    private const ulong PageLength = 4096;

    // Read in chunks, like kernels.
    private const int PieceLength = 4 << 20;

    /// <summary>Loads an initial RAM disk and returns its region.</summary>
    /// <param name="places">The ranges that the kernel has; gets the disk's.</param>
    /// <exception cref="VmmFailure">The file is empty, does not fit beside the kernel, or cannot be read.</exception>
    internal static GuestRegion Load(KernelFile file, GuestMemory memory, PlacedParts places)
    {
        // The kernel is above 1 MiB, so the memory below must stay free of the disk.
        ulong room = memory.Regions[0].End;
        if (file.Length == 0)
        {
            throw Rejected(file, "it is empty");
        }
        if (room < BootLayout.HighMemoryStart || file.Length > room - BootLayout.HighMemoryStart)
        {
            throw Rejected(file, $"its {file.Length} bytes do not fit into the guest's first {room >> 20} MiB of memory; raise mem_size_mib");
        }
        GuestRegion place = new((room - file.Length) & ~(PageLength - 1), file.Length);
        if (places.Claim("the initrd", place) is { } other)
        {
            throw Rejected(
                file, $"its {file.Length} bytes do not fit into the guest's first {room >> 20} MiB of memory beside the kernel, of which {other} is in the way; "
                + "raise mem_size_mib");
        }
        for (ulong done = 0; done < file.Length;)
        {
            int length = (int)Math.Min(PieceLength, file.Length - done);
            if (!memory.TryGetSpan(new GuestAddress(place.Start + done), length, out Span<byte> target) || !file.TryRead(done, target))
            {
                throw Rejected(file, "it cannot be read; did the file change while it was loaded?");
            }
            done += (ulong)length;
        }
        return place;
    }

    private static VmmFailure Rejected(KernelFile file, string reason) =>
        new($"the initrd {Excerpt.OfPath(file.Path)} cannot be loaded: {reason}");
}
