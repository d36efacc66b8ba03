using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/hotplug/memory</c>. This version of Kiln has no memory hotplug.</summary>
internal sealed class MemoryHotplugObject : AbsentSection
{
    private const string Category = "Memory hotplug config error: ";

    private static readonly JsonShape _shape = new(
        "struct MemoryHotplugConfig",
        JsonField.Required("total_size_mib"),
        JsonField.Optional("block_size_mib"),
        JsonField.Optional("slot_size_mib"));

    private static readonly JsonShape _change = new("struct MemoryHotplugSizeUpdate", JsonField.Required("requested_size_mib"));

    /// <inheritdoc/>
    internal override string Name => "memory-hotplug";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 12;

    /// <exception cref="JsonFailure"/>
    internal static MemoryHotplugConfiguration Read(ref JsonReader reader)
    {
        MemoryHotplugConfiguration memory = new(0);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            memory = field switch
            {
                "total_size_mib" => memory with { TotalMebibytes = reader.ReadUInt32() },
                "block_size_mib" => memory with { BlockMebibytes = reader.ReadUInt32() },
                _ => memory with { SlotMebibytes = reader.ReadUInt32() },
            };
        }
        return memory;
    }

    /// <exception cref="JsonFailure"/>
    internal static MemoryHotplugUpdate ReadChange(ref JsonReader reader)
    {
        MemoryHotplugUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_change);
        while (reader.NextField(ref record) is not null)
        {
            update = new MemoryHotplugUpdate(reader.ReadUInt32());
        }
        return update;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/hotplug/memory", (in _, _) => Absence.Of("GET /hotplug/memory", Absence.FixedMemory))
        {
            Count = metrics.GetRequests.HotplugMemory,
        },
        new(HttpMethod.Put, "/hotplug/memory", (in _, body) => Absence.Unless(
            Absence.Of("PUT /hotplug/memory", Absence.FixedMemory), Category, ApiBody.Read(body, Read).ReasonAgainst))
        {
            Counters = metrics.PutRequests.HotplugMemory,
        },
        new(HttpMethod.Patch, "/hotplug/memory", (in _, body) =>
        {
            ApiBody.Check(body, ReadChange);
            return Absence.Of("PATCH /hotplug/memory", Absence.FixedMemory);
        })
        {
            Counters = metrics.PatchRequests.HotplugMemory,
        },
    ];

    /// <inheritdoc/>
    private protected override string? ReadReason(ref JsonReader reader) => Absence.Under(Category, Read(ref reader).ReasonAgainst);
}
