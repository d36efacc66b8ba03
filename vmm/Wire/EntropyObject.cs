using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/entropy</c>.</summary>
internal sealed class EntropyObject : SingleSection
{
    private static readonly JsonShape _shape = new("struct EntropyDeviceConfig", JsonField.Optional("rate_limiter"));

    /// <inheritdoc/>
    internal override string Name => "entropy";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 10;

    /// <exception cref="JsonFailure"/>
    internal static EntropyConfiguration Read(ref JsonReader reader)
    {
        EntropyConfiguration entropy = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            entropy = new EntropyConfiguration(reader.TakeNull() ? null : RateLimiterBody.Read(ref reader));
        }
        return entropy;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/entropy", (in _, body) => new ApiRequest(new SetEntropyDevice(ApiBody.Read(body, Read)))),
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (configuration.Entropy is not { } entropy)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        RateLimiterBody.Write(json, "rate_limiter"u8, entropy.Limit);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new SetEntropyDevice(Read(ref reader));
}
