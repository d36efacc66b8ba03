using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model;

// Processors and memory in a saved configuration. Dirty tracking is not saved: whoever loads a state chooses it.
internal sealed partial record MachineConfiguration
{
    private const string Section = "machine-config";
    private const ushort Version = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteByte((byte)Processors.Count);
        state.WriteBoolean(Processors.Smt);
        state.WriteUInt64(MemoryMebibytes);
        state.WriteEnum(Pages);
        state.WriteEnum(Template);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static MachineConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        MachineConfigurationUpdate saved = new(
            VcpuCount: state.ReadByte("vcpu_count"),
            Smt: state.ReadBoolean("smt"),
            MemoryMebibytes: state.ReadUInt64("mem_size_mib", MostMebibytes),
            Pages: state.ReadEnum("huge_pages", HugePages.Transparent),
            Template: state.ReadEnum("cpu_template", StaticCpuTemplate.T2A));
        if (MachineRules.TryApply(VmConfiguration.Default, saved, out MachineConfiguration machine) is { } reason)
        {
            throw state.Refuse("vcpu_count", $"{reason} Take the snapshot again");
        }
        state.End();
        return machine;
    }
}
