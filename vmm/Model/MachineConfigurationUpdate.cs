using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>An update of the machine configuration. A property that is null stays as it is.</summary>
/// <param name="VcpuCount">The number of vCPUs, 1 to 32.</param>
/// <param name="Smt">Whether two adjacent vCPUs share a core.</param>
/// <param name="Template">A static CPU template; None also removes a custom one.</param>
/// <param name="TrackDirtyPages">Whether KVM logs which pages of guest memory are written.</param>
/// <param name="Pages">The pages of the host that back guest memory.</param>
internal sealed record MachineConfigurationUpdate(
    byte? VcpuCount = null,
    ulong? MemoryMebibytes = null,
    bool? Smt = null,
    StaticCpuTemplate? Template = null,
    bool? TrackDirtyPages = null,
    HugePages? Pages = null);
