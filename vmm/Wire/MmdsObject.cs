using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/mmds/config</c>, and the data of <c>/mmds</c>, which are any JSON value.</summary>
internal sealed class MmdsObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct MmdsConfig",
        JsonField.Optional("version"),
        JsonField.Required("network_interfaces"),
        JsonField.Optional("ipv4_address"),
        JsonField.Optional("imds_compat"));

    private static readonly JsonVariants<MmdsVersion> _versions = new(("V1", MmdsVersion.V1), ("V2", MmdsVersion.V2));

    /// <inheritdoc/>
    internal override string Name => "mmds-config";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 7;

    /// <exception cref="JsonFailure"/>
    internal static MmdsConfiguration Read(ref JsonReader reader)
    {
        MmdsConfiguration metadata = new([]);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            metadata = field switch
            {
                "version" => metadata with { Version = reader.ReadVariant(_versions) },
                "network_interfaces" => metadata with { Interfaces = [.. ReadInterfaces(ref reader)] },
                "ipv4_address" => metadata with { Address = reader.TakeNull() ? MmdsConfiguration.DefaultAddress : ReadAddress(ref reader) },
                _ => metadata with { IsImdsCompatible = reader.ReadBoolean() },
            };
        }
        return metadata;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/mmds/config", (in _, body) => PutConfiguration(ApiBody.Read(body, Read))) { Counters = metrics.PutRequests.Mmds },
        new(HttpMethod.Get, "/mmds", (in _, _) => new ApiRequest(new GetMetadata(), ApiAnswer.Metadata)) { Count = metrics.GetRequests.Mmds },
        new(HttpMethod.Put, "/mmds", (in _, body) => new ApiRequest(new PutMetadata(ApiBody.Read(body, MetadataDocument.Read))))
        {
            Counters = metrics.PutRequests.Mmds,
        },
        new(HttpMethod.Patch, "/mmds", (in _, body) => new ApiRequest(new PatchMetadata(ApiBody.Read(body, MetadataDocument.Read))))
        {
            Counters = metrics.PatchRequests.Mmds,
        },
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (configuration.Mmds is not { } metadata)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("version"u8, _versions.NameOf(metadata.Version));
        json.WriteStartArray("network_interfaces"u8);
        foreach (string id in metadata.Interfaces)
        {
            json.WriteStringValue(id);
        }
        json.WriteEndArray();
        json.WriteString("ipv4_address"u8, metadata.Address.ToString());
        json.WriteBoolean("imds_compat"u8, metadata.IsImdsCompatible);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) =>
        new ConfigureMetadata(Read(ref reader)) { Category = ConfigureMetadata.FileCategory };

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

    private static ApiRequest PutConfiguration(MmdsConfiguration metadata) => new ApiRequest(new ConfigureMetadata(metadata)) with
    {
        Deprecation = metadata.Version == MmdsVersion.V1 ? "PUT /mmds/config: V1 is deprecated. Use V2 instead." : null,
    };
}
