namespace Kiln.Vmm.Memory;

/// <summary>What pages the host gives for guest memory.</summary>
internal enum HugePages
{
    /// <summary>Ordinary ones.</summary>
    None,

    /// <summary>2 MiB each, from the host's reserve (/proc/sys/vm/nr_hugepages).</summary>
    Reserved,

    /// <summary>2 MiB each where the host's kernel finds them.</summary>
    Transparent,
}
