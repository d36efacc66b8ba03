using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Api;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Testing.Vmm.Api;

/// <summary>
/// The request handler with the monitor's own controller and a fake machine. Everything that the contract says of requests, messages and
/// responses is in these, so their tests need no KVM, no socket and no second thread.
/// </summary>
internal sealed class ApiUnderTest : IActionTarget, IHttpReply
{
    private readonly HttpResponse _response = new();
    private readonly ApiHandler _handler;
    private readonly Controller _controller;

    internal ApiUnderTest(Logger? logger = null)
    {
        _controller = new Controller(Host, VmConfiguration.Default);
        _handler = new ApiHandler(this, "web-1", logger ?? Silent(), Metrics, new OpenMetricsText(Metrics, new LabelSet("web-1", [])));
    }

    ~ApiUnderTest() => _response.Unmap();

    internal FakeHost Host { get; } = new();

    internal VmmMetrics Metrics { get; } = new();

    /// <summary>All actions that the handler requested, in order.</summary>
    internal List<VmmAction> Asked { get; } = [];

    public ActionResult Describe() => new(null, Description: _controller.Description);

    public void Ask(VmmAction action, IActionWaiter waiter)
    {
        Asked.Add(action);
        waiter.OnDone(_controller.Execute(action));
    }

    public HttpResponse Begin()
    {
        _response.Clear();
        return _response;
    }

    public void Send()
    {
        if (_response.Status == 0)
        {
            throw new InvalidOperationException("there is no answer to send");
        }
    }

    internal Reply Send(string method, string path, string body = "") =>
        Send(Enum.Parse<HttpMethod>(method, ignoreCase: true), Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(body));

    internal Reply Send(HttpMethod method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
    {
        Handle(new HttpRequest(method, path, body));
        return new Reply(_response.Status, Encoding.UTF8.GetString([.. _response.Body, .. _response.Lasting.Span]), _response.IsDeprecated);
    }

    /// <summary>Handles a request like the server does.</summary>
    internal void Handle(in HttpRequest request)
    {
        _response.Clear();
        _handler.Handle(request, this);
    }

    internal ApiUnderTest Started()
    {
        Send("PUT", "/boot-source", """{"kernel_image_path": "/vmlinux"}""");
        return Send("PUT", "/actions", """{"action_type": "InstanceStart"}""").Status == 204
            ? this
            : throw new InvalidOperationException("the guest does not start");
    }

    private static Logger Silent()
    {
        Logger logger = new(new OutputFile(Descriptor.StandardError, 0), new SystemClock(), () => "api"u8, new VmmMetrics().Logger);
        logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));
        return logger;
    }
}
