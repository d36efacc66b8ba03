using System.Linq;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Tests.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>The lines by which tools follow a microVM, and the counters of requests.</summary>
public sealed class RequestLogTests : IDisposable
{
    private const string Done = "The request was executed successfully. Status code: 204 No Content.";

    private readonly ScratchLog _log = new ScratchLog().WithFile();
    private readonly ApiUnderTest _api;

    public RequestLogTests() => _api = new ApiUnderTest(_log.Logger);

    [Fact]
    public void ARequestWithABodyIsQuoted()
    {
        _api.Send("PUT", "/machine-config", "{\"vcpu_count\": 4, \"mem_size_mib\": 128}");

        Assert.Equal(
            [@"The API server received a Put request on ""/machine-config"" with body ""{\""vcpu_count\"": 4, \""mem_size_mib\"": 128}"".", Done],
            Lines());
    }

    [Fact]
    public void ARequestWithoutIsNot()
    {
        _api.Send("GET", "/machine-config");

        Assert.Equal(
            ["The API server received a Get request on \"/machine-config\".", "The request was executed successfully. Status code: 200 OK."],
            Lines());
    }

    [Fact]
    public void ARefusalIsAnError()
    {
        Assert.Null(_log.Logger.Configure(new LoggerConfiguration(ShowLevel: true)));
        _api.Send("DELETE", "/a\nb");

        Assert.Equal(
            ["INFO The API server received a Delete request on \"/a\\nb\".",
            "ERROR Received Error. Status code: 400 Bad Request. Message: Invalid request method and/or path: DELETE a\\u000ab."],
            _log.Lines.Select(line => line[(line.LastIndexOf("vcpu 0:", StringComparison.Ordinal) + 7)..].Replace("] ", " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("PUT", "/mmds", false)]
    [InlineData("PATCH", "/mmds", false)]
    [InlineData("PUT", "/mmds/config", true)]
    [InlineData("PUT", "/mmds/", true)]
    [InlineData("PUT", "/cpu-config", false)]
    [InlineData("PUT", "/cpu-config/", true)]
    public void SomeBodiesAreNotShown(string method, string path, bool isShown)
    {
        _api.Send(method, path, "{}");

        Assert.Equal(isShown, Lines()[0].Contains(" with body \"{}\".", StringComparison.Ordinal));
    }

    [Fact]
    public void DebugShowsTemplatesAndTimes()
    {
        Assert.Null(_log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Debug)));
        _api.Send("PUT", "/cpu-config", "{}");

        Assert.Collection(
            Lines(),
            line => Assert.Equal("The API server received a Put request on \"/cpu-config\" with body \"{}\".", line),
            line => Assert.Equal(Done, line),
            line => Assert.Matches("^Total previous API call duration: [0-9]+ us\\.$", line));
    }

    [Fact]
    public void PausingAndResumingAreTimed()
    {
        _api.Started();
        int before = Lines().Length;
        _api.Send("PATCH", "/vm", """{"state":"Paused"}""");
        _api.Send("PATCH", "/vm", """{"state":"Resumed"}""");
        _api.Host.Refusal = "no";
        _api.Send("PATCH", "/vm", """{"state":"Paused"}""");

        string[] lines = Lines()[before..];
        Assert.Matches("^'pause vm' API request took [0-9]+ us\\.$", lines[2]);
        Assert.Matches("^'resume vm' API request took [0-9]+ us\\.$", lines[5]);
        Assert.Equal("Received Error. Status code: 400 Bad Request. Message: Internal VMM error: no", lines[7]);
        Assert.Equal(8, lines.Length);
    }

    [Theory]
    [InlineData("PATCH", "/machine-config", """{"cpu_template":"None"}""", "PATCH /machine-config: cpu_template field is deprecated.")]
    [InlineData(
        "PUT",
        "/machine-config",
        """{"vcpu_count":1,"mem_size_mib":128,"cpu_template":"None"}""",
        "PUT /machine-config: cpu_template field is deprecated.")]
    [InlineData("PUT", "/mmds/config", """{"version":"V1","network_interfaces":["a"]}""", "PUT /mmds/config: V1 is deprecated. Use V2 instead.")]
    [InlineData("PUT", "/vsock", """{"vsock_id":"v","guest_cid":3,"uds_path":"/s"}""", "PUT /vsock: vsock_id field is deprecated.")]
    [InlineData(
        "PUT",
        "/snapshot/load",
        """{"snapshot_path":"/s","mem_file_path":"/m"}""",
        "PUT /snapshot/load: mem_file_path and enable_diff_snapshots fields are deprecated.")]
    public void ADeprecationIsAWarning(string method, string path, string body, string line)
    {
        _api.Send(method, path, body);

        Assert.Equal(line, Lines()[^1]);
    }

    public void Dispose() => _log.Dispose();

    private string[] Lines() => [.. _log.Lines.Select(line => line[(line.IndexOf("] ", StringComparison.Ordinal) + 2)..])];
}
