using System.Text;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Tests.Logging;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>An unforeseen exception on either thread becomes a fault message that names it, and the monitor keeps running.</summary>
public sealed class FaultAnswerTests
{
    public static TheoryData<string, string, string> Actions => new()
    {
        { "PUT", "/boot-source", """{"kernel_image_path":"/k"}""" },
        { "PUT", "/drives/a", """{"drive_id":"a","is_root_device":false,"path_on_host":"/f"}""" },
        { "PUT", "/logger", "{}" },
        { "PUT", "/metrics", """{"metrics_path":"/m"}""" },
        { "PUT", "/actions", """{"action_type":"InstanceStart"}""" },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void AnExceptionOfTheMachineIsARefusalThatNamesIt(string method, string path, string body)
    {
        ApiUnderTest api = new();
        api.Send("PUT", "/boot-source", """{"kernel_image_path":"/k"}""");
        string before = Whole(api);
        api.Host.Failure = new ArgumentException("what nobody thought of");

        Reply reply = api.Send(method, path, body);

        Assert.Equal((400, "Internal VMM error: ArgumentException: what nobody thought of"), (reply.Status, reply.Fault));
        Assert.Equal(before, Whole(api));
        api.Host.Failure = null;
        Assert.Equal(204, api.Send(method, path, body).Status);
    }

    // A self-explanatory message needs no exception type before it.
    [Fact]
    public void AFailureOfTheMonitorsOwnIsItsMessage()
    {
        ApiUnderTest api = new();
        api.Host.Failure = new VmmFailure("the host has no more of it");

        Assert.Equal("Internal VMM error: the host has no more of it", api.Send("PUT", "/logger", "{}").Fault);
    }

    [Fact]
    public void AnExceptionOfTheApiThreadIsAFaultOfTheServers()
    {
        OneReply reply = new();
        VmmMetrics metrics = new();
        using ScratchLog log = new ScratchLog().WithFile();
        ApiHandler handler = new(new Broken(), "web-1", log.Logger, metrics, new OpenMetricsText(metrics, new LabelSet("web-1", [])));

        handler.Handle(new HttpRequest(HttpMethod.Get, "/vm/config"u8, default), reply);

        Assert.True(reply.IsSent);
        Assert.Equal(500, reply.Response.Status);
        Assert.Equal("""{"fault_message":"Internal error: KeyNotFoundException: gone"}""", Encoding.UTF8.GetString(reply.Response.Body));
        Assert.Contains("KeyNotFoundException: gone", log.Text, StringComparison.Ordinal);
    }

    private static string Whole(ApiUnderTest api) => api.Send("GET", "/").Body + api.Send("GET", "/vm/config").Body;

    private sealed class Broken : IActionTarget
    {
        public ActionResult Describe() => throw new KeyNotFoundException("gone");

        public void Ask(VmmAction action, IActionWaiter waiter) => throw new KeyNotFoundException("gone");
    }

    private sealed class OneReply : IHttpReply
    {
        internal HttpResponse Response { get; } = new();

        internal bool IsSent { get; private set; }

        public HttpResponse Begin() => Response;

        public void Send() => IsSent = true;
    }
}
