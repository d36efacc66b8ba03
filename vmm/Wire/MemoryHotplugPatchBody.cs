using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/hotplug/memory</c> for a change.</summary>
internal static class MemoryHotplugPatchBody
{
    private static readonly JsonShape _shape = new("struct MemoryHotplugSizeUpdate", JsonField.Required("requested_size_mib"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static MemoryHotplugUpdate Read(ref JsonReader reader)
    {
        MemoryHotplugUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            update = new MemoryHotplugUpdate(reader.ReadUInt32());
        }
        return update;
    }
}
