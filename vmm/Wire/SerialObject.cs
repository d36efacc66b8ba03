using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/serial</c>. It is not part of <c>/vm/config</c>.</summary>
internal sealed class SerialObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct SerialConfig", JsonField.Optional("serial_out_path"), JsonField.Optional("rate_limiter"));

    /// <inheritdoc/>
    internal override string Name => "serial";

    /// <inheritdoc/>
    internal override int? AnswerPlace => null;

    /// <exception cref="JsonFailure"/>
    internal static SerialConfiguration Read(ref JsonReader reader)
    {
        string? path = null;
        TokenBucketSize? limit = null;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "serial_out_path")
            {
                path = reader.TakeNull() ? null : PathText.Read(ref reader, field);
            }
            else
            {
                limit = reader.TakeNull() ? null : TokenBucketBody.Read(ref reader);
            }
        }
        return new SerialConfiguration(path, limit is { IsLimit: true } ? limit : null);
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/serial", (in _, body) => new ApiRequest(new ConfigureSerial(ApiBody.Read(body, Read))))
        {
            Counters = metrics.PutRequests.Serial,
        },
    ];

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureSerial(Read(ref reader));
}
