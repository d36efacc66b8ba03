using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/vsock</c>.</summary>
internal sealed class VsockObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct VsockDeviceConfig",
        JsonField.Optional("vsock_id"),
        JsonField.Required("guest_cid"),
        JsonField.Required("uds_path"),
        JsonField.Optional("buffer_mib"));

    /// <inheritdoc/>
    internal override string Name => "vsock";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 9;

    /// <exception cref="JsonFailure"/>
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
                "buffer_mib" => vsock with { BufferMebibytes = reader.ReadUInt32() },
                _ => vsock with { SocketPath = PathText.Read(ref reader, field) },
            };
        }
        return vsock;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/vsock", (in _, body) => Put(ApiBody.Read(body, Read))) { Counters = metrics.PutRequests.Vsock },
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (configuration.Vsock is not { } vsock)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("guest_cid"u8, vsock.GuestCid);
        json.WriteString("uds_path"u8, vsock.SocketPath);
        // Clients that were made for Firecracker do not know it.
        if (vsock.BufferMebibytes != VsockConfiguration.DefaultBufferMebibytes)
        {
            json.WriteNumber("buffer_mib"u8, vsock.BufferMebibytes);
        }
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new SetVsockDevice(Read(ref reader));

    private static ApiRequest Put(VsockConfiguration vsock) => new(new SetVsockDevice(vsock))
    {
        Deprecation = vsock.Id is null ? null : "PUT /vsock: vsock_id field is deprecated.",
    };
}
