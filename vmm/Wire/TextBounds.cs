namespace Kiln.Vmm.Wire;

/// <summary>
/// How much of a client's text is taken: the longest of each kind, in bytes of UTF-8, and the most of what there can be many of. Together
/// they keep all that a client can make the monitor hold to a part of its heap, which has room for 32 MiB.
/// </summary>
internal static class TextBounds
{
    /// <summary>The id of a device: as long as a microVM's.</summary>
    internal const int Id = 64;

    /// <summary>The unique id of a partition: 36 characters, and what the kernel takes behind them (<c>/PARTNROFF=1</c>).</summary>
    internal const int PartitionUuid = 64;

    /// <summary>A path: PATH_MAX without its NUL. The kernel takes no longer one.</summary>
    internal const int Path = 4095;

    /// <summary>
    /// A kernel command line. Kernels take less; what a body of the default limit can hold is refused in the contract's words, which name that.
    /// </summary>
    internal const int CommandLine = 64 * 1024;

    /// <summary>Any other word, name or number: longer than each that means something.</summary>
    internal const int Word = 1024;

    /// <summary>Capabilities of KVM in a template; KVM has half as many.</summary>
    internal const int Capabilities = 512;

    /// <summary>CPUID leaves in a template: as many as KVM sets for a processor (KVM_MAX_CPUID_ENTRIES).</summary>
    internal const int CpuidLeaves = 256;

    /// <summary>Network interfaces that a request names; a machine has room for fewer.</summary>
    internal const int Interfaces = 64;

    /// <summary>What is read and forgotten may be any number.</summary>
    internal const int Any = int.MaxValue;
}
