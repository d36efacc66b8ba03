using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Metrics;

/// <summary>The exits of one vCPU. Its thread counts without atomic operations, on cache lines that no other thread writes to.</summary>
[NotInHeader("the order keeps other threads' memory away; only this process reads it")]
[StructLayout(LayoutKind.Sequential)]
internal sealed class VcpuExits
{
    private readonly CacheLine _before;

    /// <summary>Exits for reads of I/O ports.</summary>
    internal LatencyTally PortReads;

    /// <summary>Exits for writes to I/O ports.</summary>
    internal LatencyTally PortWrites;

    /// <summary>Exits for MMIO reads.</summary>
    internal LatencyTally MemoryReads;

    /// <summary>Exits for MMIO writes.</summary>
    internal LatencyTally MemoryWrites;

    private readonly CacheLine _after;

    // Two cache lines: adjacent-line prefetchers fetch them in pairs.
    [NotInHeader("not the kernel's; only this process reads it")]
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CacheLine;
}
