using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>What may be done with pages (mmap(2)).</summary>
[Flags]
[CHeader("sys/mman.h")]
public enum Protection
{
    /// <summary>Nothing: address space only.</summary>
    PROT_NONE = 0,

    /// <summary>Reads.</summary>
    PROT_READ = 1,

    /// <summary>Writes.</summary>
    PROT_WRITE = 2,
}
