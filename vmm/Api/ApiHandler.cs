using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Api;

/// <summary>Answers requests on the api thread: reads them, has done what they ask for, and says what became of it.</summary>
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
    public void Handle(in HttpRequest request, HttpResponse response)
    {
        ulong start = MonotonicClock.Nanoseconds;
        _log.Received(request);
        try
        {
            Execute(_router.Read(request), start, response);
        }
        catch (RequestFault fault)
        {
            Refuse(fault.Message, response);
        }
        catch (AnswerOverflow overflow)
        {
            Refuse(overflow.Message, response);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail($"Internal error: {Message.Of(failure)}", response);
        }
        _log.Answered(MicrosecondsSince(start));
    }

    private void Execute(in ApiRequest request, ulong start, HttpResponse response)
    {
        ActionResult result = request switch
        {
            { Refusal: { } refusal } => new ActionResult(refusal),
            { Action: { } action } => target.Ask(action),
            _ => default,
        };
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

    private void Refuse(string reason, HttpResponse response)
    {
        _log.Refused(reason);
        response.SetFault(Refused, reason);
    }

    private void Fail(string reason, HttpResponse response)
    {
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
