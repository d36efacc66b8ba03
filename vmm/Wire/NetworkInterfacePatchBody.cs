using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/network-interfaces</c> for a change.</summary>
internal static class NetworkInterfacePatchBody
{
    private static readonly JsonShape _shape = new(
        "struct NetworkInterfaceUpdateConfig",
        JsonField.Required("iface_id"),
        JsonField.Optional("rx_rate_limiter"),
        JsonField.Optional("tx_rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static NetworkInterfaceUpdate Read(ref JsonReader reader)
    {
        NetworkInterfaceUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_shape);
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
}
