using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Api;

/// <summary>
/// Answers requests on the api thread: reads them, has done what they ask for, and says what became of it. What nobody has to be asked for
/// is answered at once, the rest when it is done.
/// </summary>
/// <param name="target">Does what they ask for.</param>
/// <param name="id">The microVM.</param>
/// <param name="logger">The log.</param>
/// <param name="metrics">Count requests.</param>
/// <param name="text">All metrics as text; the handler's alone.</param>
internal sealed class ApiHandler(IActionTarget target, string id, Logger logger, VmmMetrics metrics, OpenMetricsText text) : IApiHandler
{
    private const int Refused = 400;
    private const int Failed = 500;

    private const ulong NanosecondsPerMicrosecond = 1000;

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

    /// <summary>Answers a request that was carried out or refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="start">When it came, in nanoseconds of the monotonic clock.</param>
    /// <param name="reply">Takes the answer.</param>
    internal void Answer(in ApiRequest request, in ActionResult result, ulong start, IHttpReply reply)
    {
        HttpResponse response = reply.Begin();
        try
        {
            Write(request, result, start, response);
        }
        catch (AnswerOverflow overflow)
        {
            Refuse(overflow.Message, response);
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
            Refuse(reason, response);
        }
        else
        {
            _answers.Write(request.Answer, result.Description, response);
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

    // What no action is needed for.
    private ActionResult ResultOf(in ApiRequest request) => request switch
    {
        { Refusal: { } refusal } => new ActionResult(refusal),
        { Answer: ApiAnswer.Instance or ApiAnswer.Machine or ApiAnswer.Configuration } => target.Describe(),
        _ => default,
    };

    private void Refuse(string reason, HttpResponse response)
    {
        _log.Refused(reason);
        response.SetFault(Refused, reason);
    }

    // An exception that nobody thought of is an answer too: no request ends the monitor.
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

    private static ulong MicrosecondsSince(ulong start) => (MonotonicClock.Nanoseconds - start) / NanosecondsPerMicrosecond;
}
