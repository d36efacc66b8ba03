using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Parameters of the C library's heap (mallopt(3)).</summary>
[CHeader("malloc.h")]
public enum HeapParameter
{
    /// <summary>Upper bound on malloc arenas.</summary>
    M_ARENA_MAX = -8,
}
