using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Memory;
using Kiln.Seccomp.Container;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Confinement;

/// <summary>Where the filters come from: the jailer's sealed memory file at descriptor 3; else what the command line says; else the set that was built in.</summary>
internal static class FilterSetSource
{
    // Six programs of 4096 instructions of 8 bytes are 192 KiB; the rest is room for the rules that they were compiled from.
    [NotInHeader("Kiln's own bound")]
    private const int MaximumLength = 1024 * 1024;

    /// <summary>The set that was built in.</summary>
    internal static FilterSet Embedded => Read(EmbeddedFilterSet.Bytes.ToArray(), "the embedded filter set", "build vmm again");

    /// <summary>Reads the jailer's set, and closes descriptor 3 if it held one.</summary>
    /// <returns>The set, or null when no jailer started this process.</returns>
    /// <exception cref="VmmFailure">It is damaged or of another version: nothing runs without filters.</exception>
    internal static FilterSet? FromJailer()
    {
        if (ReadFromJailer() is not { } bytes)
        {
            return null;
        }
        FilterSet set = Read(bytes, "the jailer's filter set", "start vmm and jailer of one build together");
        WarnOfLogging(set);
        return set;
    }

    /// <summary>The set that the command line asks for.</summary>
    /// <param name="options">What it says.</param>
    /// <returns>The set, or null when there shall be none.</returns>
    /// <exception cref="VmmFailure">The file cannot be read, or holds no sound set.</exception>
    internal static FilterSet? FromOptions(FilterOptions options)
    {
        if (options.Mode == FilterMode.None)
        {
            Message.Error(
                $"WARNING: {FilterOptions.NoSeccompName}: no system call is filtered; whoever takes this process over can make any");
            return null;
        }
        FilterSet set = options.File is { } file ? FromFile(file) : Embedded;
        FilterSet chosen = options.Mode == FilterMode.Log ? Read(set.ToLogOnly(), "the filter set", "report this") : set;
        WarnOfLogging(chosen);
        return chosen;
    }

    private static FilterSet FromFile(string file)
    {
        byte[] bytes = BoundedFile.Read(file, "filter set", FilterOptions.SeccompFilterName, MaximumLength);
        return FirecrackerFilter.Is(bytes)
            ? throw new VmmFailure(
                $"{file} holds filters for Firecracker, which know nothing of this program; leave {FilterOptions.SeccompFilterName} out to run "
                + "with Kiln's own, or make others with 'jailer profile compile'")
            : Read(bytes, file, "make it with 'jailer profile compile'");
    }

    private static FilterSet Read(byte[] bytes, string name, string cure) => FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
        ? set
        : throw new VmmFailure($"Seccomp error: Filter deserialization failed: {name} is unusable: {error}; {cure}");

    private static void WarnOfLogging(FilterSet set)
    {
        if ((set.Options & FilterSetOptions.LogOnly) != 0)
        {
            Message.Error(
                $"WARNING: {FilterOptions.SeccompLogName}: calls that no rule answers are made, and only logged; "
                + "read them in the kernel's log, as audit records of type 1326");
        }
    }

    // A descriptor that somebody else left open at 3 is not a set: it lacks the seals or the magic, and is left alone.
    private static byte[]? ReadFromJailer()
    {
        Descriptor descriptor = new(DescriptorNumbers.FilterSet);
        if (MemoryFile.SealsOf(descriptor) != MemoryFile.Immutable)
        {
            return null;
        }
        long length = LibC.lseek(DescriptorNumbers.FilterSet, 0, LibC.SEEK_END);
        if (length < FilterSet.Magic.Length || length > MaximumLength)
        {
            return null;
        }
        byte[] bytes = new byte[length];
        if (descriptor.ReadAt(bytes, 0).Count != bytes.Length || !bytes.AsSpan().StartsWith(FilterSet.Magic))
        {
            return null;
        }
        _ = LibC.close(DescriptorNumbers.FilterSet);
        return bytes;
    }
}
