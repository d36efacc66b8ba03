using Kiln.Linux.Abi;

namespace Kiln.Linux.Memory;

/// <summary>Page protections of mmap(2).</summary>
[Flags]
[CHeader("sys/mman.h")]
public enum Protection
{
    /// <summary>No access: reserves address space only.</summary>
    PROT_NONE = 0,

    PROT_READ = 1,

    PROT_WRITE = 2,
}
