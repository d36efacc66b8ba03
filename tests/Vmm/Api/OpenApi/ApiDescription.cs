using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Kiln.Testing.Vmm.Api;
using YamlDotNet.RepresentationModel;

namespace Kiln.Vmm.Tests.Api.OpenApi;

/// <summary>The description as the monitor gives it.</summary>
internal sealed class ApiDescription
{
    private const string Pointer = "#/";

    private ApiDescription(JsonObject root) => Root = root;

    internal JsonObject Root { get; }

    internal IReadOnlyDictionary<string, JsonObject> Schemas =>
        Root["components"]!["schemas"]!.AsObject().ToDictionary(schema => schema.Key, schema => schema.Value!.AsObject());

    internal IEnumerable<Operation> Operations =>
        from path in Root["paths"]!.AsObject()
        from item in path.Value!.AsObject()
        where item.Key != "parameters"
        select Operation(path.Key, item.Key, item.Value!.AsObject());

    internal static ApiDescription Load()
    {
        YamlStream stream = [];
        stream.Load(new StringReader(new ApiUnderTest().Send("GET", "/openapi.yaml").Body));
        return new ApiDescription(YamlJson.Of(stream.Documents[0].RootNode)!.AsObject());
    }

    internal JsonNode Resolve(string reference)
    {
        Xunit.Assert.StartsWith(Pointer, reference, StringComparison.Ordinal);
        JsonNode? node = Root;
        foreach (string name in reference[Pointer.Length..].Split('/'))
        {
            node = node?[name];
        }
        return node ?? throw new InvalidOperationException($"{reference} refers to nothing");
    }

    internal IEnumerable<string> References() => References(Root);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member =>
            member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private Operation Operation(string path, string method, JsonObject operation) => new(
        method.ToUpperInvariant(),
        path,
        (string)operation["operationId"]!,
        (bool?)operation["x-kiln-live"] ?? true,
        operation["requestBody"]?["$ref"] is { } body ? SchemaOf(Resolve((string)body!)) : null,
        operation["responses"]?["200"] is { } answer ? SchemaOf(answer) : null);

    private static string? SchemaOf(JsonNode message) =>
        ((string?)message["content"]?["application/json"]?["schema"]?["$ref"])?.Split('/')[^1];
}
