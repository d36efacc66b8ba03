using Kiln.Linux.Errors;

namespace Kiln.Vmm.Memory;

/// <summary>Private zero pages, allocated on first use.</summary>
/// <param name="pages">The kind of pages to use.</param>
internal sealed class AnonymousBacking(HugePages pages) : IMemoryBacking
{
    /// <inheritdoc/>
    public SystemError? TryMap(ulong offset, ulong length, out RegionMapping? mapping)
    {
        SystemError? error = AnonymousMapping.TryCreate(checked((nuint)length), pages, out AnonymousMapping? made);
        mapping = made;
        return error;
    }
}
