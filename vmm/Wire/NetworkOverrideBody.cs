using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Wire;

/// <summary>An element of <c>network_overrides</c>.</summary>
internal static class NetworkOverrideBody
{
    private static readonly JsonShape _shape = new(
        "struct NetworkOverride", JsonField.Required("iface_id"), JsonField.Required("host_dev_name"))
    {
        IsLax = true,
    };

    /// <exception cref="JsonFailure"/>
    internal static NetworkOverride Read(ref JsonReader reader)
    {
        NetworkOverride network = new("", "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            network = field switch
            {
                "iface_id" => network with { Id = IdText.Read(ref reader, field) },
                _ => network with { HostDevice = reader.ReadString("host_dev_name", TextBounds.Word) },
            };
        }
        return network;
    }
}
