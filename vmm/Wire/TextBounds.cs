using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>
/// Upper bounds on what a client sends: the length of strings in bytes of UTF-8, and the number of elements. Together they keep everything that a
/// client can make the monitor store to a fraction of its 32 MiB heap.
/// </summary>
internal static class TextBounds
{
    /// <summary>The id of a device; the same bound as for the id of a microVM.</summary>
    internal const int Id = ConfigurationBounds.Id;

    /// <summary>A PARTUUID: 36 characters, and a suffix that the kernel accepts (<c>/PARTNROFF=1</c>).</summary>
    internal const int PartitionUuid = ConfigurationBounds.PartitionUuid;

    /// <summary>A path: PATH_MAX without the terminating NUL.</summary>
    internal const int Path = ConfigurationBounds.Path;

    /// <summary>
    /// A kernel command line. Kernels accept less. With the default payload limit, a line that is too long gets the contract's message, which names
    /// the kernel's bound.
    /// </summary>
    internal const int CommandLine = ConfigurationBounds.CommandLine;

    /// <summary>Any other word, name or number; longer than any valid one.</summary>
    internal const int Word = 1024;

    /// <summary>The capabilities in a CPU template; KVM has half as many.</summary>
    internal const int Capabilities = 512;

    /// <summary>The CPUID leaves in a CPU template: the most that KVM accepts for a vCPU (KVM_MAX_CPUID_ENTRIES).</summary>
    internal const int CpuidLeaves = 256;

    /// <summary>The network interfaces in a request; a machine has room for fewer.</summary>
    internal const int Interfaces = 64;

    /// <summary>No bound, for elements that are not stored.</summary>
    internal const int Any = int.MaxValue;
}
