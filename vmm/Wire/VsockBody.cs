using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/vsock</c>.</summary>
internal static class VsockBody
{
    private static readonly JsonShape _shape = new(
        "struct VsockDeviceConfig", JsonField.Optional("vsock_id"), JsonField.Required("guest_cid"), JsonField.Required("uds_path"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static VsockConfiguration Read(ref JsonReader reader)
    {
        VsockConfiguration vsock = new(0, "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            vsock = field switch
            {
                "vsock_id" => vsock with { Id = reader.TakeNull() ? null : IdText.Read(ref reader, field) },
                "guest_cid" => vsock with { GuestCid = reader.ReadUInt32() },
                _ => vsock with { SocketPath = PathText.Read(ref reader, field) },
            };
        }
        return vsock;
    }
}
