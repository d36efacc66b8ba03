using Kiln.Linux;
using Kiln.Linux.Abi;
using Kiln.Seccomp;
using Tmds.Linux;

namespace Kiln.Vmm.Confinement;

/// <summary>Where the filters come from: the jailer's sealed memory file at descriptor 3, or the set that was built in.</summary>
internal static class FilterSetSource
{
    /// <summary>The one descriptor that the jailer leaves open besides standard input, output and error.</summary>
    [NotInHeader("Kiln's own convention with its jailer")]
    internal const int JailerDescriptor = 3;

    // Six programs of 4096 instructions of 8 bytes are 192 KiB; the rest is room for what a set says about its rules.
    [NotInHeader("Kiln's own bound")]
    private const long MaximumLength = 1024 * 1024;

    /// <summary>Reads the set, and closes descriptor 3 if it held one.</summary>
    /// <returns>The set that the jailer gave, else the embedded one.</returns>
    /// <exception cref="VmmFailure">There is a set and it is damaged or of another version: nothing runs without filters.</exception>
    internal static FilterSet Read()
    {
        byte[] bytes = ReadFromJailer() ?? EmbeddedFilterSet.Bytes.ToArray();
        return FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
            ? set
            : throw new VmmFailure($"the filter set is unusable: {error}; start vmm and jailer of one build together");
    }

    // A descriptor that somebody else left open at 3 is not a set: it lacks the seals or the magic, and is left alone.
    private static byte[]? ReadFromJailer()
    {
        Descriptor descriptor = new(JailerDescriptor);
        if (MemoryFile.SealsOf(descriptor) != MemoryFile.Immutable)
        {
            return null;
        }
        long length = LibC.lseek(JailerDescriptor, 0, LibC.SEEK_END);
        if (length < FilterSet.Magic.Length || length > MaximumLength)
        {
            return null;
        }
        byte[] bytes = new byte[length];
        if (descriptor.ReadAt(bytes, 0).Count != bytes.Length || !bytes.AsSpan().StartsWith(FilterSet.Magic))
        {
            return null;
        }
        _ = LibC.close(JailerDescriptor);
        return bytes;
    }
}
