using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// A part of a kernel image and the place in guest memory where it goes. Every number may be the attacker's choice; none is added to
/// another before it was checked.
/// </summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Length">Its bytes in the file.</param>
/// <param name="Address">The guest-physical address of its first byte.</param>
/// <param name="MemoryLength">Its bytes in memory: those behind <paramref name="Length"/> are zero in fresh memory already.</param>
internal readonly record struct ImagePart(string Name, ulong Offset, ulong Length, ulong Address, ulong MemoryLength)
{
    // Parts are read in pieces: a span is at most 2 GiB, and a piece fits any cache.
    private const int PieceLength = 4 << 20;

    /// <summary>Copies the part from the file.</summary>
    /// <param name="file">The image.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <exception cref="VmmFailure">It is outside the file or does not fit; then nothing was copied. Or the file cannot be read.</exception>
    internal void Load(KernelFile file, GuestMemory memory)
    {
        if (ReasonAgainst(file, memory) is { } reason)
        {
            throw KernelRejection.Of(file, reason);
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
