using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>The metadata as the API gives and takes them: sections B.1 and 6.1 of the contract.</summary>
public sealed class MetadataTests
{
    private const string NotInitialized = "MMDS error: The MMDS data store is not initialized.";
    private const string TooLong = "MMDS limit exceeded error: The MMDS patch request doesn't fit.";

    private readonly ApiUnderTest _api = new();

    [Fact]
    public void WhatIsPutIsRead()
    {
        Assert.Equal((200, "{}"), Get());
        Assert.Equal(204, _api.Send("PUT", "/mmds", """ {"b": 1, "a": [1.0, "é\u0041"]} """).Status);
        Assert.Equal((200, """{"a":[1.0,"éA"],"b":1}"""), Get());
        Assert.Equal(204, _api.Send("PATCH", "/mmds/anything", """{"a": null, "c": {"d": null}}""").Status);
        Assert.Equal((200, """{"b":1,"c":{}}"""), Get());
        Assert.Equal(204, _api.Send("PATCH", "/mmds", "[1]").Status);
        Assert.Equal((200, "[1]"), Get());
        Assert.Equal(204, _api.Send("PUT", "/mmds", "null").Status);
        Assert.Equal((200, "{}"), Get());
        Assert.Equal(204, _api.Send("PATCH", "/mmds", """{"a": 1}""").Status);
        Assert.Equal((200, """{"a":1}"""), Get());
    }

    [Fact]
    public void APatchNeedsDataToPatch()
    {
        Reply reply = _api.Send("PATCH", "/mmds", "{}");

        Assert.Equal((400, NotInitialized), (reply.Status, reply.Fault));
    }

    // The contract's exact fit, of 58 bytes and the value.
    [Theory]
    [InlineData(51142, 204)]
    [InlineData(51143, 413)]
    public void TheCompactTextHasALimit(int letters, int status)
    {
        string data = """ { "latest" : {"meta-data":{"ami-id":"smth","secret_key":"LETTERS"}}} """.Replace("LETTERS", new string('a', letters), StringComparison.Ordinal);
        Reply reply = _api.Send("PUT", "/mmds", data);

        Assert.Equal((status, status == 413 ? TooLong : null), (reply.Status, reply.Fault));
        Assert.Equal((200, status == 413 ? "{}" : data.Replace(" ", "", StringComparison.Ordinal)), Get());
    }

    [Fact]
    public void APatchThatDoesNotFitChangesNothing()
    {
        string half = new('a', 26_000);
        Assert.Equal(204, _api.Send("PUT", "/mmds", $$"""{"a":"{{half}}"}""").Status);
        Reply reply = _api.Send("PATCH", "/mmds", $$"""{"b":"{{half}}"}""");

        Assert.Equal((413, TooLong), (reply.Status, reply.Fault));
        Assert.Equal((200, $$"""{"a":"{{half}}"}"""), Get());
        Assert.Equal(204, _api.Send("PATCH", "/mmds", $$"""{"a":null,"b":"{{half}}"}""").Status);
    }

    [Fact]
    public void AMachineThatRunsNeedsAnInterface()
    {
        Assert.Equal(204, _api.Send("PUT", "/mmds", "{}").Status);
        _api.Started();

        Assert.Equal((400, NotInitialized), (_api.Send("GET", "/mmds").Status, _api.Send("GET", "/mmds").Fault));
        Assert.Equal(NotInitialized, _api.Send("PUT", "/mmds", "{}").Fault);
        Assert.Equal(NotInitialized, _api.Send("PATCH", "/mmds", "{}").Fault);
    }

    [Theory]
    [InlineData("Paused")]
    [InlineData("Resumed")]
    public void AMachineWithAnInterfaceTakesDataAtAnyTime(string state)
    {
        AddInterface("a");
        Assert.Equal(204, _api.Send("PUT", "/mmds/config", """{"network_interfaces":["a"]}""").Status);
        _api.Started();
        _api.Send("PATCH", "/vm", $$"""{"state":"{{state}}"}""");

        Assert.Equal((200, "{}"), Get());
        Assert.Equal(NotInitialized, _api.Send("PATCH", "/mmds", "{}").Fault);
        Assert.Equal(204, _api.Send("PUT", "/mmds", """{"a":1}""").Status);
        Assert.Equal((200, """{"a":1}"""), Get());
    }

    [Theory]
    [InlineData("""{"network_interfaces":[],"ipv4_address":"10.0.0.1"}""", "The MMDS IPv4 address is not link local.")]
    [InlineData("""{"network_interfaces":[]}""", "The list of network interface IDs that allow forwarding MMDS requests is empty.")]
    [InlineData("""{"network_interfaces":["a","c"]}""",
        "The list of network interface IDs provided contains at least one ID that does not correspond to any existing network interface.")]
    public void AConfigurationThatIsWrongChangesNothing(string body, string message)
    {
        AddInterface("a");
        Assert.Equal(204, _api.Send("PUT", "/mmds/config", """{"network_interfaces":["a"],"version":"V2"}""").Status);
        string before = Configuration();
        Reply reply = _api.Send("PUT", "/mmds/config", body);

        Assert.Equal((400, $"MMMDS config error: {message}"), (reply.Status, reply.Fault));
        Assert.Equal(before, Configuration());
    }

    [Fact]
    public void TheConfigurationIsShownAndReplacedAsAWhole()
    {
        AddInterface("a");
        AddInterface("b");
        Assert.Equal("null", Configuration());
        _api.Send("PUT", "/mmds/config", """{"network_interfaces":["b","a","b"],"version":"V2","ipv4_address":"169.254.1.2","imds_compat":true}""");
        Assert.Equal("""{"version":"V2","network_interfaces":["a","b"],"ipv4_address":"169.254.1.2","imds_compat":true}""", Configuration());
        _api.Send("PUT", "/mmds/config", """{"network_interfaces":["b"]}""");
        Assert.Equal("""{"version":"V1","network_interfaces":["b"],"ipv4_address":"169.254.169.254","imds_compat":false}""", Configuration());
        AddInterface("a");
        Assert.NotEqual("null", Configuration());
        AddInterface("b");
        Assert.Equal("null", Configuration());
        Assert.Equal(204, _api.Send("PUT", "/mmds/config", """{"network_interfaces":["b"]}""").Status);
    }

    [Fact]
    public void ALoadBringsItsDataAndForgetsThoseBefore()
    {
        const string Load = """{"snapshot_path":"/s","mem_backend":{"backend_path":"/m","backend_type":"File"}""";
        _api.Send("PUT", "/mmds", """{"before":1}""");
        Assert.Equal(204, _api.Send("PUT", "/snapshot/load", $$$"""{{{Load}}},"metadata":{"b":2,"a":1}}""").Status);
        Assert.Equal("""{"a":1,"b":2}""", System.Text.Encoding.UTF8.GetString(_api.Host.Metadata.Document!.Json.Span));

        ApiUnderTest other = new();
        other.Send("PUT", "/mmds", """{"before":1}""");
        Assert.Equal(413, other.Send("PUT", "/snapshot/load", $$"""{{Load}},"metadata":"{{new string('a', 51_200)}}"}""").Status);
        Assert.Equal((0, """{"before":1}"""), (other.Host.Calls, other.Send("GET", "/mmds").Body));
        Assert.Equal(204, other.Send("PUT", "/snapshot/load", $"{Load}}}").Status);
        Assert.Null(other.Host.Metadata.Document);
    }

    private (int Status, string Body) Get()
    {
        Reply reply = _api.Send("GET", "/mmds");
        return (reply.Status, reply.Body);
    }

    private void AddInterface(string id) =>
        Assert.Equal(204, _api.Send("PUT", $"/network-interfaces/{id}", $$"""{"iface_id":"{{id}}","host_dev_name":"tap-{{id}}"}""").Status);

    private string Configuration() =>
        System.Text.Json.Nodes.JsonNode.Parse(_api.Send("GET", "/vm/config").Body)!["mmds-config"]?.ToJsonString() ?? "null";
}
