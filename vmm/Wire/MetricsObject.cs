using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/metrics</c>.</summary>
internal sealed class MetricsObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct MetricsConfig", JsonField.Required("metrics_path"), JsonField.Optional("emit_id"), JsonField.Optional("properties"))
    {
        IsLax = true,
    };

    /// <inheritdoc/>
    internal override string Name => "metrics";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 6;

    /// <exception cref="JsonFailure"/>
    internal static MetricsConfiguration Read(ref JsonReader reader)
    {
        MetricsConfiguration metrics = new("");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            metrics = field switch
            {
                "metrics_path" => metrics with { MetricsPath = PathText.Read(ref reader, field) },
                "emit_id" => metrics with { EmitId = reader.ReadBoolean() },
                _ => metrics with { Properties = reader.TakeNull() ? null : ReadProperties(ref reader) },
            };
        }
        return metrics;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/metrics", (in _, _) => new ApiRequest(null, ApiAnswer.Metrics)),
        new(HttpMethod.Put, "/metrics", (in _, body) => new ApiRequest(new ConfigureMetrics(ApiBody.Read(body, Read))))
        {
            Counters = metrics.PutRequests.Metrics,
        },
    ];

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureMetrics(Read(ref reader));

    // Sorted by name. Of two properties with the same name the later one wins.
    private static List<KeyValuePair<string, string>> ReadProperties(ref JsonReader reader)
    {
        List<KeyValuePair<string, string>> properties = [];
        JsonSequence map = reader.BeginMap("properties", MetricsConfiguration.MostProperties);
        while (reader.NextKey(ref map, TextBounds.Word) is { } name)
        {
            Put(properties, new(name, reader.ReadString("the value of a property", TextBounds.Word)));
        }
        return properties;
    }

    private static void Put(List<KeyValuePair<string, string>> properties, KeyValuePair<string, string> property)
    {
        int index = properties.FindIndex(other => string.CompareOrdinal(other.Key, property.Key) >= 0);
        if (index < 0)
        {
            properties.Add(property);
        }
        else if (properties[index].Key == property.Key)
        {
            properties[index] = property;
        }
        else
        {
            properties.Insert(index, property);
        }
    }
}
