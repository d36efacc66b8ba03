using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/machine-config</c>.</summary>
internal sealed class MachineConfigurationObject : SingleSection
{
    private static readonly JsonVariants<StaticCpuTemplate> _templates = new(
        ("C3", StaticCpuTemplate.C3),
        ("T2", StaticCpuTemplate.T2),
        ("T2S", StaticCpuTemplate.T2S),
        ("T2CL", StaticCpuTemplate.T2CL),
        ("T2A", StaticCpuTemplate.T2A),
        ("None", StaticCpuTemplate.None));

    private static readonly JsonVariants<HugePages> _pages = new(
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

    // The values of fields that a PUT leaves out. The CPU template is not reset.
    private static readonly MachineConfigurationUpdate _defaults = new(Smt: false, TrackDirtyPages: false, Pages: HugePages.None);

    private static readonly MachineConfigurationUpdate _noChange = new();

    /// <inheritdoc/>
    internal override string Name => "machine-config";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 5;

    /// <summary>The name of a kind of pages.</summary>
    internal static ReadOnlySpan<byte> NameOf(HugePages pages) => _pages.NameOf(pages);

    /// <summary>Reads the body of a PUT: fields that it leaves out are reset, except for the CPU template.</summary>
    /// <exception cref="JsonFailure"/>
    internal static MachineConfigurationUpdate Read(ref JsonReader reader)
    {
        MachineConfigurationUpdate update = _defaults;
        JsonRecord record = reader.BeginRecord(_whole);
        while (reader.NextField(ref record) is { } field)
        {
            // In a PUT only the template may be null.
            update = field == "cpu_template" && reader.TakeNull() ? update : ReadField(ref reader, field, update);
        }
        return update;
    }

    /// <summary>Reads the body of a PATCH: fields that are left out or null stay as they are.</summary>
    /// <exception cref="JsonFailure"/>
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

    /// <param name="configuration">The configuration of the whole machine.</param>
    internal static void Write(Utf8JsonWriter json, VmConfiguration configuration)
    {
        MachineConfiguration machine = configuration.Machine;
        json.WriteStartObject();
        json.WriteNumber("vcpu_count"u8, machine.Processors.Count);
        json.WriteNumber("mem_size_mib"u8, machine.MemoryMebibytes);
        json.WriteBoolean("smt"u8, machine.Processors.Smt);
        // A custom template replaces the static one, and has no name.
        if (configuration.CustomTemplate is null && machine.Template != StaticCpuTemplate.None)
        {
            json.WriteString("cpu_template"u8, _templates.NameOf(machine.Template));
        }
        json.WriteBoolean("track_dirty_pages"u8, machine.TracksDirtyPages);
        json.WriteString("huge_pages"u8, _pages.NameOf(machine.Pages));
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/machine-config", (in _, _) => new ApiRequest(null, ApiAnswer.Machine))
        {
            Count = metrics.GetRequests.MachineConfiguration,
        },
        new(HttpMethod.Put, "/machine-config", (in _, body) => Put("PUT", ApiBody.Read(body, Read)))
        {
            Counters = metrics.PutRequests.MachineConfiguration,
        },
        new(HttpMethod.Patch, "/machine-config", (in _, body) => Patch(ApiBody.Read(body, ReadPart)))
        {
            Counters = metrics.PatchRequests.MachineConfiguration,
        },
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration) => Write(json, configuration);

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureMachine(Read(ref reader));

    private static MachineConfigurationUpdate ReadField(ref JsonReader reader, string field, MachineConfigurationUpdate update) => field switch
    {
        "vcpu_count" => update with { VcpuCount = reader.ReadUInt8() },
        "mem_size_mib" => update with { MemoryMebibytes = reader.ReadUInt64() },
        "smt" => update with { Smt = reader.ReadBoolean() },
        "cpu_template" => update with { Template = reader.ReadVariant(_templates) },
        "track_dirty_pages" => update with { TrackDirtyPages = reader.ReadBoolean() },
        _ => update with { Pages = reader.ReadVariant(_pages) },
    };

    private static ApiRequest Patch(MachineConfigurationUpdate update) =>
        update == _noChange ? throw new RequestFault(RequestFault.EmptyPatch) : Put("PATCH", update);

    private static ApiRequest Put(string method, MachineConfigurationUpdate update) => new(new ConfigureMachine(update))
    {
        Deprecation = update.Template is null ? null : $"{method} /machine-config: cpu_template field is deprecated.",
    };
}
