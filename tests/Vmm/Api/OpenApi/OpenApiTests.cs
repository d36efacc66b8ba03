using System.Linq;
using System.Text.Json.Nodes;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Api.OpenApi;

/// <summary>The description and the API say the same, both ways. Clients are generated from the one and talk to the other.</summary>
public sealed class OpenApiTests
{
    private const string NotThere = " is not part of this version of Kiln; ";

    private static readonly ApiDescription _description = ApiDescription.Load();

    public static TheoryData<string> Ids => [.. _description.Operations.Select(operation => operation.Id)];

    public static TheoryData<string> IdsWithBody => [.. _description.Operations.Where(operation => operation.Body is not null).Select(operation => operation.Id)];

    public static TheoryData<string> IdsWithAnswer =>
        [.. _description.Operations.Where(operation => operation is { IsLive: true, Answer: not null }).Select(operation => operation.Id)];

    [Fact]
    public void WhatIsDescribedIsWhatIsRouted() => Assert.Equal(
        new ApiRouter(new VmmMetrics()).Routes.Select(route => $"{route.Method.ToString().ToUpperInvariant()} {route.Template}").Order(StringComparer.Ordinal),
        _description.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void NamesAreOneEachAndFitForMethods()
    {
        string[] ids = [.. _description.Operations.Select(operation => operation.Id)];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ids, id => Assert.Matches("^[A-Z][A-Za-z]+$", id));
    }

    [Fact]
    public void EveryReferenceRefersToSomething() => Assert.All(_description.References(), reference => _description.Resolve(reference));

    [Fact]
    public void EverySchemaIsUsed() => Assert.Equal(
        _description.Schemas.Keys.Order(StringComparer.Ordinal),
        _description.References().Where(reference => reference.Contains("/schemas/", StringComparison.Ordinal))
            .Select(reference => reference.Split('/')[^1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnExampleIsTakenWhereThisVersionHasWhatItAsksFor(string id)
    {
        Operation operation = Find(id);
        string fault = Send(operation, operation.Body is { } body ? Example(body).ToJsonString() : "").Fault ?? "";

        Assert.DoesNotContain("Invalid request method", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("deserializing", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(" id ", fault, StringComparison.Ordinal);
        Assert.Equal(operation.IsLive, !fault.Contains(NotThere, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(IdsWithBody))]
    public void EveryPropertyAloneIsKnown(string id)
    {
        Operation operation = Find(id);
        foreach ((string name, _) in Properties(operation.Body!))
        {
            string? fault = Send(operation, $$"""{"{{name}}":null}""").Fault;
            Assert.DoesNotContain("unknown field", fault ?? "", StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(IdsWithBody))]
    public void WhatIsRequiredIsMissedWhenItIsNotThere(string id)
    {
        Operation operation = Find(id);
        foreach (string name in Required(operation.Body!))
        {
            JsonObject example = Example(operation.Body!);
            Assert.True(example.Remove(name), $"the example of {operation.Body} has no {name}");
            Assert.Contains($"missing field `{name}`", Send(operation, example.ToJsonString()).Fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(IdsWithBody))]
    public void NamesOfValuesAreThoseThatAreTaken(string id)
    {
        Operation operation = Find(id);
        foreach ((string name, JsonNode? property) in Properties(operation.Body!))
        {
            string fault = Send(operation, $$"""{"{{name}}":"?"}""").Fault ?? "";
            int expected = fault.IndexOf("expected ", StringComparison.Ordinal);
            if (fault.Contains("unknown variant `?`", StringComparison.Ordinal))
            {
                Assert.Equal(
                    Schema(property!)["enum"]!.AsArray().Select(value => (string)value!).Order(StringComparer.Ordinal),
                    fault[expected..].Split('`').Where((_, index) => index % 2 == 1).Order(StringComparer.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(IdsWithAnswer))]
    public void AnswersHaveTheirProperties(string id)
    {
        Operation operation = Find(id);
        HashSet<string> found = [.. JsonNode.Parse(Send(operation, "").Body)!.AsObject().Select(member => member.Key)];

        Assert.Subset(Properties(operation.Answer!).Select(property => property.Key).ToHashSet(), found);
        Assert.Superset(Required(operation.Answer!).ToHashSet(), found);
    }

    private static Operation Find(string id) => _description.Operations.Single(operation => operation.Id == id);

    // Ids of examples are those of the path.
    private static Reply Send(Operation operation, string body) => WithBalloon(operation).Send(
        operation.Method,
        operation.AnyPath,
        body.Replace("\"rootfs\"", "\"a\"", StringComparison.Ordinal).Replace("\"pmem0\"", "\"a\"", StringComparison.Ordinal)
            .Replace("\"iface_id\":\"eth0\"", "\"iface_id\":\"a\"", StringComparison.Ordinal));

    // What is asked of a balloon needs one, most of it after the start.
    private static ApiUnderTest WithBalloon(Operation operation)
    {
        ApiUnderTest api = new();
        if (operation is { Method: "GET", Path: var path } && path.StartsWith("/balloon", StringComparison.Ordinal))
        {
            api.Send("PUT", "/balloon", """{"amount_mib": 1, "deflate_on_oom": true}""");
            return api.Started();
        }
        return api;
    }

    private static JsonObject Example(string schema) => _description.Schemas[schema]["example"]!.DeepClone().AsObject();

    private static JsonObject Properties(string schema) =>
        _description.Schemas[schema]["properties"]?.AsObject() ?? [];

    private static IEnumerable<string> Required(string schema) =>
        _description.Schemas[schema]["required"]?.AsArray().Select(name => (string)name!) ?? [];

    private static JsonNode Schema(JsonNode property) => (property["$ref"] ?? property["allOf"]?[0]?["$ref"]) is { } reference
        ? _description.Resolve((string)reference!)
        : property;
}
