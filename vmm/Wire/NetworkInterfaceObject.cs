using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/network-interfaces</c>. Interfaces cannot be removed while the guest runs.</summary>
internal sealed class NetworkInterfaceObject : ConfigurationSection
{
    private static readonly JsonShape _shape = new(
        "struct NetworkInterfaceConfig",
        JsonField.Required("iface_id"),
        JsonField.Required("host_dev_name"),
        JsonField.Optional("guest_mac"),
        JsonField.Optional("mtu"),
        JsonField.Optional("rx_rate_limiter"),
        JsonField.Optional("tx_rate_limiter"));

    private static readonly JsonShape _change = new(
        "struct NetworkInterfaceUpdateConfig",
        JsonField.Required("iface_id"),
        JsonField.Optional("rx_rate_limiter"),
        JsonField.Optional("tx_rate_limiter"));

    /// <inheritdoc/>
    internal override string Name => "network-interfaces";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 8;

    /// <exception cref="JsonFailure"/>
    internal static NetworkInterfaceConfiguration Read(ref JsonReader reader)
    {
        NetworkInterfaceConfiguration network = new("", "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            network = field switch
            {
                "iface_id" => network with { Id = IdText.Read(ref reader, field) },
                "host_dev_name" => network with { HostDevice = reader.ReadString("host_dev_name", TextBounds.Word) },
                "guest_mac" => network with { Address = reader.TakeNull() ? null : ReadAddress(ref reader) },
                "mtu" => network with { Mtu = reader.TakeNull() ? null : reader.ReadUInt16() },
                "rx_rate_limiter" => network with { ReceiveLimit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
                _ => network with { SendLimit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
            };
        }
        return network;
    }

    /// <exception cref="JsonFailure"/>
    internal static NetworkInterfaceUpdate ReadChange(ref JsonReader reader)
    {
        NetworkInterfaceUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_change);
        while (reader.NextField(ref record) is { } field)
        {
            update = field switch
            {
                "iface_id" => update with { Id = IdText.Read(ref reader, field) },
                "rx_rate_limiter" => update with { ReceiveLimit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
                _ => update with { SendLimit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
            };
        }
        return update;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/network-interfaces/{iface_id}", (in path, body) => Put(ResourceId.Read(path), ApiBody.Read(body, Read)))
        {
            Counters = metrics.PutRequests.Network,
        },
        new(HttpMethod.Patch, "/network-interfaces/{iface_id}", (in path, body) => Patch(ResourceId.Read(path), ApiBody.Read(body, ReadChange)))
        {
            Counters = metrics.PatchRequests.Network,
        },
        new(HttpMethod.Delete, "/network-interfaces/{iface_id}", (in path, _) =>
        {
            ResourceId.Check(path);
            return Absence.Of("DELETE /network-interfaces", Absence.NothingToChange);
        }),
    ];

    /// <inheritdoc/>
    internal override void ReadSection(ref JsonReader reader, ConfiguredActions actions) =>
        DeviceListSection.Read(ref reader, Name, actions, Read, device => new InsertNetworkDevice(device));

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        json.WriteStartArray();
        foreach (NetworkInterfaceConfiguration network in configuration.Networks)
        {
            Write(json, network);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, NetworkInterfaceConfiguration network)
    {
        json.WriteStartObject();
        json.WriteString("iface_id"u8, network.Id);
        json.WriteString("host_dev_name"u8, network.HostDevice);
        json.WriteString("guest_mac"u8, network.Address?.ToString());
        if (network.Mtu is { } mtu)
        {
            json.WriteNumber("mtu"u8, mtu);
        }
        else
        {
            json.WriteNull("mtu"u8);
        }
        RateLimiterBody.Write(json, "rx_rate_limiter"u8, network.ReceiveLimit);
        RateLimiterBody.Write(json, "tx_rate_limiter"u8, network.SendLimit);
        json.WriteEndObject();
    }

    private static MacAddress ReadAddress(ref JsonReader reader)
    {
        int start = reader.Place();
        return MacAddress.TryParse(reader.ReadString("guest_mac", TextBounds.Word), out MacAddress address)
            ? address
            : throw reader.Failure(start, "The provided MAC address is invalid.");
    }

    private static ApiRequest Put(string id, NetworkInterfaceConfiguration network)
    {
        CheckSame(id, network.Id);
        return new ApiRequest(new InsertNetworkDevice(network));
    }

    private static ApiRequest Patch(string id, NetworkInterfaceUpdate update)
    {
        CheckSame(id, update.Id);
        return new ApiRequest(new UpdateNetworkInterface(update));
    }

    // The message differs from that for drives.
    private static void CheckSame(string id, string other)
    {
        if (id != other)
        {
            throw new RequestFault($"The id from the path [{id}] does not match the id from the body [{other}]!");
        }
    }
}
