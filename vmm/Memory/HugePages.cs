namespace Kiln.Vmm.Memory;

/// <summary>The kind of pages that back guest memory.</summary>
internal enum HugePages
{
    /// <summary>Pages of 4 KiB.</summary>
    None,

    /// <summary>Pages of 2 MiB from the hugetlb pool (/proc/sys/vm/nr_hugepages).</summary>
    Reserved,

    /// <summary>Pages of 2 MiB wherever the kernel can allocate them transparently.</summary>
    Transparent,
}
