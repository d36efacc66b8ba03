using System.Runtime.InteropServices;

namespace Kiln.Vmm.Metrics;

/// <summary>What one processor's thread counts of its exits: by plain additions, in memory that no other thread writes near to.</summary>
[StructLayout(LayoutKind.Sequential)]
internal sealed class VcpuExits
{
    private readonly CacheLine _before;

    /// <summary>Reads of ports.</summary>
    internal LatencyTally PortReads;

    /// <summary>Writes to ports.</summary>
    internal LatencyTally PortWrites;

    /// <summary>Reads of addresses that are no memory.</summary>
    internal LatencyTally MemoryReads;

    /// <summary>Writes to addresses that are no memory.</summary>
    internal LatencyTally MemoryWrites;

    private readonly CacheLine _after;

    // As much as processors fetch at once.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CacheLine;
}
