using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/hotplug/memory</c>.</summary>
internal static class MemoryHotplugBody
{
    private static readonly JsonShape _shape = new(
        "struct MemoryHotplugConfig",
        JsonField.Required("total_size_mib"),
        JsonField.Optional("block_size_mib"),
        JsonField.Optional("slot_size_mib"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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
}
