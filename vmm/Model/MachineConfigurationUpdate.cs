using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>A change to a machine's size and processors. What is null stays as it is.</summary>
/// <param name="VcpuCount">Processors, 1 to 32.</param>
/// <param name="MemoryMebibytes">RAM in MiB.</param>
/// <param name="Smt">Whether two neighbors share a core.</param>
/// <param name="Template">A static template; None clears a custom one as well.</param>
/// <param name="TrackDirtyPages">Whether the kernel records which pages of memory are written.</param>
/// <param name="Pages">What pages the host gives for memory.</param>
internal sealed record MachineConfigurationUpdate(
    byte? VcpuCount = null,
    ulong? MemoryMebibytes = null,
    bool? Smt = null,
    StaticCpuTemplate? Template = null,
    bool? TrackDirtyPages = null,
    HugePages? Pages = null);
