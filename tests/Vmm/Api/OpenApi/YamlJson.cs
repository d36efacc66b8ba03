using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kiln.Vmm.Tests.Api.OpenApi;

/// <summary>JSON embedded in YAML.</summary>
internal static class YamlJson
{
    internal static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode map => OfMap(map),
        YamlSequenceNode list => OfList(list),
        YamlScalarNode scalar => OfScalar(scalar),
        _ => throw new ArgumentException($"{node.NodeType} is no JSON", nameof(node)),
    };

    private static JsonObject OfMap(YamlMappingNode map)
    {
        JsonObject json = [];
        foreach ((YamlNode name, YamlNode value) in map)
        {
            json.Add(((YamlScalarNode)name).Value!, Of(value));
        }
        return json;
    }

    private static JsonArray OfList(YamlSequenceNode list)
    {
        JsonArray json = [];
        foreach (YamlNode item in list)
        {
            json.Add(Of(item));
        }
        return json;
    }

    private static JsonValue? OfScalar(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
        { Value: "true" or "false" } => JsonValue.Create(scalar.Value == "true"),
        { Value: "null" } => null,
        _ when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };
}
