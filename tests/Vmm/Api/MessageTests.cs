using System.Linq;
using Kiln.Testing.Vmm.Api;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Every message that clients match and that this version can say.</summary>
public sealed class MessageTests
{
    private const int Rows = 120;

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
    [InlineData("PATCH", "/balloon/unknown", """{"amount_mib":1}""", "PATCH /balloon is")]
    [InlineData("PATCH", "/mmds/unknown", "{}", "PATCH /mmds is")]
    [InlineData("PUT", "/pmem/ä_1½", """{"id":"ä_1½","path_on_host":"/a"}""", "PUT /pmem is")]
    [InlineData("PATCH", "/balloon/hinting/start", """{"unknown":1}""", "PATCH /balloon/hinting/start is")]
    [InlineData("PATCH", "/balloon/hinting/stop", "no JSON", "PATCH /balloon/hinting/stop is")]
    public void WhatIsNotThereIsReadAllTheSame(string method, string path, string body, string start) =>
        Assert.StartsWith(start, new ApiUnderTest().Send(method, path, body).Fault, StringComparison.Ordinal);

    [Fact]
    public void AFaultStaysJson() =>
        Assert.Equal("""Invalid request method and/or path: GET a\"\\\u0001.""", new ApiUnderTest().Send("GET", "/a\"\\\u0001", "").Fault);
}
