using Kiln.Linux.Abi;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>
/// Handles requests on the api thread: parses them, has their actions executed, and answers. Requests without an action are answered at once, the
/// others when their action is complete.
/// </summary>
/// <param name="text">Formats all metrics as text; used by this handler only.</param>
internal sealed class ApiHandler(IActionTarget target, string id, Logger logger, VmmMetrics metrics, OpenMetricsText text) : IApiHandler
{
    private const int Refused = 400;
    private const int TooLong = 413;
    private const int Failed = 500;

    private readonly ApiRouter _router = new(metrics);
    private readonly RequestLog _log = new(logger);
    private readonly AnswerWriter _answers = new(id, text);

    /// <inheritdoc/>
    public void Handle(in HttpRequest request, IHttpReply reply)
    {
        ulong start = MonotonicClock.Nanoseconds;
        _log.Received(request);
        ApiRequest read;
        ActionResult result;
        try
        {
            read = _router.Read(request);
            result = ResultOf(read);
        }
        catch (RequestFault fault)
        {
            read = default;
            result = new ActionResult(fault.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail(failure, reply.Begin());
            _log.Answered(MicrosecondsSince(start));
            reply.Send();
            return;
        }
        if (read.Action is { } action && result.Refusal is null)
        {
            target.Ask(action, new PendingRequest(this, read, start, reply));
        }
        else
        {
            Answer(read, result, start, reply);
        }
    }

    /// <summary>Answers a request that was executed or refused.</summary>
    /// <param name="start">When the request arrived, in nanoseconds of the monotonic clock.</param>
    internal void Answer(in ApiRequest request, in ActionResult result, ulong start, IHttpReply reply)
    {
        HttpResponse response = reply.Begin();
        try
        {
            Write(request, result, start, response);
        }
        catch (AnswerOverflow overflow)
        {
            Refuse(Refused, overflow.Message, response);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail(failure, response);
        }
        _log.Answered(MicrosecondsSince(start));
        reply.Send();
    }

    private void Write(in ApiRequest request, in ActionResult result, ulong start, HttpResponse response)
    {
        if (result.Refusal is { } reason)
        {
            Refuse(result.ExceedsLimit ? TooLong : Refused, reason, response);
        }
        else
        {
            _answers.Write(request.Answer, result, response);
            _log.Done(response);
            TellTime(request.Action, start);
        }
        if (request.Deprecation is { } deprecation)
        {
            metrics.DeprecatedApi.Calls.Increment();
            _log.Deprecated(deprecation);
            response.IsDeprecated = true;
        }
    }

    // The result, as far as it does not depend on an action.
    private ActionResult ResultOf(in ApiRequest request) => request switch
    {
        { Refusal: { } refusal } => new ActionResult(refusal),
        { Answer: ApiAnswer.Instance or ApiAnswer.Machine or ApiAnswer.Configuration } => target.Describe(),
        _ => default,
    };

    private void Refuse(int status, string reason, HttpResponse response)
    {
        _log.Refused(status == TooLong ? "413 Payload Too Large" : "400 Bad Request", reason);
        response.SetFault(status, reason);
    }

    // An unexpected exception becomes an answer too: no request may end the monitor.
    private void Fail(Exception failure, HttpResponse response)
    {
        string reason = $"Internal error: {Message.Of(failure)}";
        _log.Failed(reason);
        response.SetFault(Failed, reason);
    }

    private void TellTime(VmmAction? action, ulong start)
    {
        (Gauge Latency, string Name)? told = action switch
        {
            CreateSnapshot => (metrics.Latencies.Create, "create full snapshot"),
            LoadSnapshot => (metrics.Latencies.Load, "load snapshot"),
            PauseMicroVm => (metrics.Latencies.Pause, "pause vm"),
            ResumeMicroVm => (metrics.Latencies.Resume, "resume vm"),
            _ => null,
        };
        if (told is { Latency: var latency, Name: var name })
        {
            ulong microseconds = MicrosecondsSince(start);
            latency.Value = (long)microseconds;
            _log.Took(name, microseconds);
        }
    }

    private static ulong MicrosecondsSince(ulong start) => (MonotonicClock.Nanoseconds - start) / NanosecondsPer.Microsecond;
}
