using System.Linq;
using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Every message that clients match and that this version can say.</summary>
public sealed class MessageTests
{
    private const int Rows = 126;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Rows)];

    [Fact]
    public void TheTableIsWhole() => Assert.Equal(Rows, MessageCase.All.Count);

    [Theory]
    [MemberData(nameof(Indices))]
    public void IsSaidToTheLetter(int index)
    {
        MessageCase row = MessageCase.All[index];
        ApiUnderTest api = new();
        if (row.HasDrive)
        {
            api.Send("PUT", "/drives/a", Endpoint.Drive);
        }
        api = row.IsStarted ? api.Started() : api;
        api.Host.Refusal = row.Host;

        Assert.Equal(new Reply(400, $$"""{"fault_message":"{{row.Message}}"}""", false), api.Send(row.Method, row.Path, row.Body));
    }

    [Theory]
    [InlineData("GET", "/version/foo", 200)]
    [InlineData("GET", "", 200)]
    [InlineData("GET", "//machine-config/", 200)]
    [InlineData("GET", "/vm/config/more", 200)]
    [InlineData("PATCH", "/vm/anything", 204)]
    [InlineData("PUT", "/actions/anything", 204)]
    public void MoreOfAPathIsPassedOver(string method, string path, int status)
    {
        string body = method switch
        {
            "PATCH" => """{"state":"Paused"}""",
            "PUT" => """{"action_type":"FlushMetrics"}""",
            _ => "",
        };

        Assert.Equal(status, new ApiUnderTest().Started().Send(method, path, body).Status);
    }

    [Theory]
    [InlineData("PATCH", "/balloon/unknown", """{"amount_mib":1}""", "Balloon update error: ")]
    [InlineData("PATCH", "/mmds/unknown", "{}", "MMDS error: ")]
    [InlineData("PUT", "/pmem/a_1", """{"id":"a_1","path_on_host":"/a"}""", "PUT /pmem is")]
    [InlineData("PUT", "/pmem/ä_1½", """{"id":"a","path_on_host":"/a"}""", "API Resource IDs can only contain alphanumeric characters and underscores.")]
    [InlineData("PUT", "/pmem/a", """{"id":"\u010A","path_on_host":"/a"}""", "An error occurred when deserializing the json body of a request: id has the character U+010A; use letters of ASCII")]
    [InlineData("PATCH", "/balloon/hinting/start", """{"unknown":1}""", "Balloon update error: ")]
    [InlineData("PATCH", "/balloon/hinting/stop", "no JSON", "Balloon update error: ")]
    public void WhatIsNotThereIsReadAllTheSame(string method, string path, string body, string start) =>
        Assert.StartsWith(start, new ApiUnderTest().Started().Send(method, path, body).Fault, StringComparison.Ordinal);

    // Without a body it asks for the default; with one it asks for what stands there.
    [Theory]
    [InlineData("", "Balloon update error: Failed perform action on device: Device not found")]
    [InlineData(
        """{"acknowledge_on_stop": 1}""",
        "An error occurred when deserializing the json body of a request: invalid type: integer `1`, expected a boolean at line 1 column 25.")]
    public void HintingIsStartedByNoBodyOrOneThatCanBeRead(string body, string fault) =>
        Assert.Equal(fault, new ApiUnderTest().Started().Send("PATCH", "/balloon/hinting/start", body).Fault);

    [Theory]
    [InlineData("PUT", "/actions", "ActionBody")]
    [InlineData("PATCH", "/vm", "Vm")]
    [InlineData("PUT", "/boot-source", "BootSourceConfig")]
    [InlineData("PUT", "/machine-config", "MachineConfig")]
    [InlineData("PATCH", "/machine-config", "MachineConfigUpdate")]
    [InlineData("PUT", "/logger", "LoggerConfig")]
    [InlineData("PUT", "/metrics", "MetricsConfig")]
    [InlineData("PUT", "/serial", "SerialConfig")]
    [InlineData("PUT", "/cpu-config", "CustomCpuTemplate")]
    public void ABodyThatIsNoObjectIsToldWhichItShouldBe(string method, string path, string name) => Assert.Equal(
        $"An error occurred when deserializing the json body of a request: invalid type: integer `1`, expected struct {name} at line 1 column 1.",
        new ApiUnderTest().Send(method, path, "1").Fault);

    [Fact]
    public void WhoAsksForPersistentMemoryIsToldOfDrives() => Assert.Equal(
        "PUT /pmem is not part of this version of Kiln; leave it out, and give the guest a drive",
        new ApiUnderTest().Send("PUT", "/pmem/a", """{"id":"a","path_on_host":"/a"}""").Fault);

    [Fact]
    public void AFaultStaysJson() =>
        Assert.Equal("""Invalid request method and/or path: GET a\"\\\u0001.""", new ApiUnderTest().Send("GET", "/a\"\\\u0001", "").Fault);
}
