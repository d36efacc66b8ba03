using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// A part of a kernel image and its destination in guest memory. Every number is untrusted and checked before it takes part in arithmetic.
/// </summary>
/// <param name="Name">Name of the part in messages.</param>
/// <param name="Offset">Offset of the part in the file.</param>
/// <param name="Length">Bytes in the file.</param>
/// <param name="Address">Guest-physical address of its first byte.</param>
/// <param name="MemoryLength">Bytes in memory; those beyond <paramref name="Length"/> stay zero, as fresh guest memory is.</param>
internal readonly record struct ImagePart(string Name, ulong Offset, ulong Length, ulong Address, ulong MemoryLength)
{
    // A span holds at most 2 GiB, so parts are read in chunks.
    private const int PieceLength = 4 << 20;

    /// <summary>Copies the part from the file to guest memory.</summary>
    /// <param name="places">Gets the range of the part.</param>
    /// <exception cref="VmmFailure">
    /// The part lies outside the file, does not fit or lies over another, and nothing was copied; or the file cannot be read.
    /// </exception>
    internal void Load(KernelFile file, GuestMemory memory, PlacedParts places)
    {
        if (ReasonAgainst(file, memory) is { } reason)
        {
            throw KernelRejection.Of(file, reason);
        }
        if (places.Claim(Name, new GuestRegion(Address, MemoryLength)) is { } other)
        {
            throw KernelRejection.Of(file, $"its headers are corrupt: {Name} at 0x{Address:x} lies over {other}");
        }
        for (ulong done = 0; done < Length;)
        {
            int length = (int)Math.Min(PieceLength, Length - done);
            if (!memory.TryGetSpan(new GuestAddress(Address + done), length, out Span<byte> target)
                || !file.TryRead(Offset + done, target))
            {
                throw KernelRejection.Of(file, $"{Name} cannot be read; did the file change while it was loaded?");
            }
            done += (ulong)length;
        }
    }

    private string? ReasonAgainst(KernelFile file, GuestMemory memory)
    {
        if (Address < BootLayout.HighMemoryStart)
        {
            return $"{Name} is loaded at 0x{Address:x}, below 1 MiB";
        }
        if (MemoryLength < Length)
        {
            return $"its headers are corrupt: {Name} is longer in the file than in memory";
        }
        if (Offset > file.Length || Length > file.Length - Offset)
        {
            return $"it is truncated: {Name} ends behind the file";
        }
        return Fits(memory)
            ? null
            : $"{Name}, {MemoryLength} bytes at 0x{Address:x}, is larger than the guest's memory of {memory.Length >> 20} MiB; raise mem_size_mib";
    }

    private bool Fits(GuestMemory memory)
    {
        foreach (GuestRegion region in memory.Regions)
        {
            if (region.Contains(Address, MemoryLength))
            {
                return true;
            }
        }
        return false;
    }
}
