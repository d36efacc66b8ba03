using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/mmds/config</c>.</summary>
internal static class MmdsConfigurationBody
{
    private static readonly JsonShape _shape = new(
        "struct MmdsConfig",
        JsonField.Optional("version"),
        JsonField.Required("network_interfaces"),
        JsonField.Optional("ipv4_address"),
        JsonField.Optional("imds_compat"));

    private static readonly JsonVariants<MmdsVersion> _versions = new(("V1", MmdsVersion.V1), ("V2", MmdsVersion.V2));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static MmdsConfiguration Read(ref JsonReader reader)
    {
        MmdsConfiguration metadata = new([]);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            metadata = field switch
            {
                "version" => metadata with { Version = reader.ReadVariant(_versions) },
                "network_interfaces" => metadata with { Interfaces = ReadInterfaces(ref reader) },
                "ipv4_address" => metadata with { Address = reader.TakeNull() ? null : ReadAddress(ref reader) },
                _ => metadata with { IsImdsCompatible = reader.ReadBoolean() },
            };
        }
        return metadata;
    }

    private static List<string> ReadInterfaces(ref JsonReader reader)
    {
        List<string> ids = [];
        JsonSequence list = reader.BeginList("network_interfaces", TextBounds.Interfaces);
        while (reader.NextElement(ref list))
        {
            ids.Add(IdText.Read(ref reader, list.Name));
        }
        return ids;
    }

    private static Ipv4Address ReadAddress(ref JsonReader reader)
    {
        int start = reader.Place();
        return Ipv4Address.TryParse(reader.ReadString("ipv4_address", TextBounds.Word, "IPv4 address"), out Ipv4Address address)
            ? address
            : throw reader.FailureAtOnce(start, "invalid IPv4 address syntax");
    }
}
