using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Memory;
using Kiln.Seccomp.Container;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Confinement;

/// <summary>Loads the filters: the jailer's sealed memory file at descriptor 3, otherwise the command line's, otherwise the embedded set.</summary>
internal static class FilterSetSource
{
    // Six programs of 4096 8-byte instructions are 192 KiB; the rest is room for the rules that they were compiled from.
    [NotInHeader("Kiln's own bound")]
    private const int MaximumLength = 1024 * 1024;

    internal static FilterSet Embedded => Read(PlacedBytes.OfConstant(EmbeddedFilterSet.Bytes), "the embedded filter set", "build vmm again");

    /// <summary>Reads the jailer's filter set and closes descriptor 3, if it holds one.</summary>
    /// <returns>The set, or null if no jailer started this process.</returns>
    /// <exception cref="VmmFailure">The set is damaged or of another version: the process does not run without its filters.</exception>
    internal static FilterSet? FromJailer()
    {
        if (MapFromJailer() is not { } bytes)
        {
            return null;
        }
        FilterSet set = Read(bytes, "the jailer's filter set", "use vmm and jailer from the same build");
        WarnOfLogging(set);
        return set;
    }

    /// <summary>Reads the filter set that the command line selects.</summary>
    /// <returns>The set, or null to run without filters.</returns>
    /// <exception cref="VmmFailure">The file cannot be read, or is not a valid set.</exception>
    internal static FilterSet? FromOptions(FilterOptions options)
    {
        if (options.Mode == FilterMode.None)
        {
            Message.Error(
                $"WARNING: {FilterOptions.NoSeccompName}: no system call is filtered; whoever takes this process over can make any");
            return null;
        }
        FilterSet set = options.File is { } file ? FromFile(file) : Embedded;
        FilterSet chosen = options.Mode == FilterMode.Log ? Read(PlacedBytes.CopyOf(set.ToLogOnly()), "the filter set", "report this") : set;
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
            : Read(PlacedBytes.CopyOf(bytes), file, "make it with 'jailer profile compile'");
    }

    private static FilterSet Read(ReadOnlyMemory<byte> bytes, string name, string cure) => FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
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

    // A descriptor 3 that was left open by accident lacks the seals or the magic number, and is left alone.
    private static ReadOnlyMemory<byte>? MapFromJailer()
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
        // The seals keep the content as it is now, so that it need not be copied. The mapping stays for the process's life.
        Mapping mapping = Mapping.OfDescriptor(descriptor, (nuint)length, Protection.PROT_READ);
        ReadOnlyMemory<byte> bytes = PlacedBytes.OfMapping(mapping, (int)length);
        if (!bytes.Span.StartsWith(FilterSet.Magic))
        {
            mapping.Dispose();
            return null;
        }
        _ = LibC.close(DescriptorNumbers.FilterSet);
        return bytes;
    }
}
