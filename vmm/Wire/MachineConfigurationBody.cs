using Kiln.Vmm.Json;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/machine-config</c>.</summary>
internal static class MachineConfigurationBody
{
    /// <summary>The names of static templates.</summary>
    internal static JsonVariants<StaticCpuTemplate> Templates { get; } = new(
        ("C3", StaticCpuTemplate.C3),
        ("T2", StaticCpuTemplate.T2),
        ("T2S", StaticCpuTemplate.T2S),
        ("T2CL", StaticCpuTemplate.T2CL),
        ("T2A", StaticCpuTemplate.T2A),
        ("None", StaticCpuTemplate.None));

    /// <summary>The names of kinds of pages.</summary>
    internal static JsonVariants<HugePages> Pages { get; } = new(
        ("None", HugePages.None), ("Transparent", HugePages.Transparent), ("2M", HugePages.Reserved));

    private static readonly JsonShape _whole = new(
        "struct MachineConfig",
        JsonField.Required("vcpu_count"),
        JsonField.Required("mem_size_mib"),
        JsonField.Optional("smt"),
        JsonField.Optional("cpu_template"),
        JsonField.Optional("track_dirty_pages"),
        JsonField.Optional("huge_pages"));

    private static readonly JsonShape _part = new(
        "struct MachineConfigUpdate",
        JsonField.Optional("vcpu_count"),
        JsonField.Optional("mem_size_mib"),
        JsonField.Optional("smt"),
        JsonField.Optional("cpu_template"),
        JsonField.Optional("track_dirty_pages"),
        JsonField.Optional("huge_pages"));

    // What a whole object says by leaving a field out. A template that it does not name stays.
    private static readonly MachineConfigurationUpdate _defaults = new(Smt: false, TrackDirtyPages: false, Pages: HugePages.None);

    /// <summary>Reads a whole configuration: what it leaves out is reset, but for the template.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static MachineConfigurationUpdate Read(ref JsonReader reader)
    {
        MachineConfigurationUpdate update = _defaults;
        JsonRecord record = reader.BeginRecord(_whole);
        while (reader.NextField(ref record) is { } field)
        {
            // In a whole object only the template may be null.
            update = field == "cpu_template" && reader.TakeNull() ? update : ReadField(ref reader, field, update);
        }
        return update;
    }

    /// <summary>Reads a change: what it leaves out, or has as null, stays.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static MachineConfigurationUpdate ReadPart(ref JsonReader reader)
    {
        MachineConfigurationUpdate update = new();
        JsonRecord record = reader.BeginRecord(_part);
        while (reader.NextField(ref record) is { } field)
        {
            update = reader.TakeNull() ? update : ReadField(ref reader, field, update);
        }
        return update;
    }

    private static MachineConfigurationUpdate ReadField(ref JsonReader reader, string field, MachineConfigurationUpdate update) => field switch
    {
        "vcpu_count" => update with { VcpuCount = reader.ReadUInt8() },
        "mem_size_mib" => update with { MemoryMebibytes = reader.ReadUInt64() },
        "smt" => update with { Smt = reader.ReadBoolean() },
        "cpu_template" => update with { Template = reader.ReadVariant(Templates) },
        "track_dirty_pages" => update with { TrackDirtyPages = reader.ReadBoolean() },
        _ => update with { Pages = reader.ReadVariant(Pages) },
    };
}
