using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Memory;

namespace Kiln.Testing.Vmm.Memory;

/// <summary>Zero pages that are returned to the host for good, and a list of the ranges that were.</summary>
/// <param name="pageLength">The granularity of returning pages.</param>
internal sealed class RecordingBacking(nuint pageLength = PageBitmap.PageLength) : IMemoryBacking
{
    /// <summary>The ranges that were returned: offset in their region, and length.</summary>
    internal List<(ulong Offset, ulong Length)> Calls { get; } = new(100_000);

    /// <summary>The error of each call; success when zero.</summary>
    internal Errno Refusal { get; set; }

    /// <summary>Whether pages really go back.</summary>
    internal bool IsReal { get; init; } = true;

    public SystemError? TryMap(ulong offset, ulong length, out RegionMapping? mapping)
    {
        SystemError? error = Mapping.TryAnonymous(
            (nuint)length + (2 << 20), Protection.PROT_READ | Protection.PROT_WRITE, MappingFlags.MAP_NORESERVE, out Mapping? range);
        mapping = error is null ? new Recorder(range!, this, pageLength) : null;
        return error;
    }

    private sealed class Recorder(Mapping range, RecordingBacking backing, nuint pageLength) : RegionMapping(range)
    {
        internal override nuint PageLength => pageLength;

        internal override Errno Discard(nuint offset, nuint length)
        {
            backing.Calls.Add((offset, length));
            return backing.Refusal.Number != 0 || !backing.IsReal ? backing.Refusal : Advise(MemoryAdvice.MADV_DONTNEED, offset, length);
        }
    }
}
