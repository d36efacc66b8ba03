using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/metrics</c>.</summary>
internal static class MetricsBody
{
    private static readonly JsonShape _shape = new(
        "struct MetricsConfig", JsonField.Required("metrics_path"), JsonField.Optional("emit_id"), JsonField.Optional("properties"))
    {
        IsLax = true,
    };

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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

    // In order of their names; of two with one name the later counts.
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
