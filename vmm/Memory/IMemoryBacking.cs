using Kiln.Linux.Errors;

namespace Kiln.Vmm.Memory;

/// <summary>
/// Provides the pages of guest RAM: zero pages, or a file. A backing may hold several regions, which are contiguous in it, without the gaps between
/// them.
/// </summary>
internal interface IMemoryBacking
{
    /// <summary>Maps a part of the backing into this process.</summary>
    /// <param name="offset">Offset in the backing, in bytes.</param>
    /// <param name="length">Bytes to map, at least one.</param>
    /// <param name="mapping">The mapping; its first byte is aligned to 2 MiB.</param>
    /// <returns>Null on success, otherwise why the host refuses.</returns>
    SystemError? TryMap(ulong offset, ulong length, out RegionMapping? mapping);
}
