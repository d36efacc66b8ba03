using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/network-interfaces</c>.</summary>
internal static class NetworkInterfaceBody
{
    private static readonly JsonShape _shape = new(
        "struct NetworkInterfaceConfig",
        JsonField.Required("iface_id"),
        JsonField.Required("host_dev_name"),
        JsonField.Optional("guest_mac"),
        JsonField.Optional("mtu"),
        JsonField.Optional("rx_rate_limiter"),
        JsonField.Optional("tx_rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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

    private static MacAddress ReadAddress(ref JsonReader reader)
    {
        int start = reader.Place();
        return MacAddress.TryParse(reader.ReadString("guest_mac", TextBounds.Word), out MacAddress address)
            ? address
            : throw reader.Failure(start, "The provided MAC address is invalid.");
    }
}
