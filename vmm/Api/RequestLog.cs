using System.Runtime.CompilerServices;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Api;

/// <summary>Logs requests in the contract's words (section 1.8), which tools use to follow a microVM.</summary>
internal sealed class RequestLog(Logger logger)
{
    private readonly Logger _logger = logger;

    /// <summary>Logs a request that arrived.</summary>
    internal void Received(in HttpRequest request)
    {
        string method = MethodNames.InLog(request.Method);
        if (ShowsBody(request))
        {
            Write<At.Info>(
                _logger, Module.Api, null,
                $"The API server received a {method} request on {new DebugText(request.Path)} with body {new DebugText(request.Body)}.");
        }
        else
        {
            Write<At.Info>(_logger, Module.Api, null, $"The API server received a {method} request on {new DebugText(request.Path)}.");
        }
    }

    /// <summary>Logs a request that succeeded.</summary>
    internal void Done(HttpResponse response) => Write<At.Info>(
        _logger, Module.Api, null,
        $"The request was executed successfully. Status code: {(response.Status == 204 ? "204 No Content" : "200 OK")}.");

    /// <summary>Logs a request that was refused.</summary>
    /// <param name="status">The status and its name.</param>
    internal void Refused(string status, string reason) =>
        Write<At.Error>(_logger, Module.Api, null, $"Received Error. Status code: {status}. Message: {reason}");

    /// <summary>Logs a request that failed with an unexpected exception.</summary>
    internal void Failed(string reason) =>
        Write<At.Error>(_logger, Module.Api, null, $"Received Error. Status code: 500 Internal Server Error. Message: {reason}");

    /// <summary>Logs a deprecation warning.</summary>
    internal void Deprecated(string text) => Write<At.Warning>(_logger, Module.Api, null, $"{text}");

    /// <summary>Logs the duration of a request that paused or resumed the guest.</summary>
    /// <param name="name">The name of the operation.</param>
    internal void Took(string name, ulong microseconds) =>
        Write<At.Info>(_logger, Module.Api, null, $"'{name}' API request took {microseconds} us.");

    /// <summary>Logs the total duration of a request.</summary>
    internal void Answered(ulong microseconds) =>
        Write<At.Debug>(_logger, Module.Api, null, $"Total previous API call duration: {microseconds} us.");

    // Metadata may be confidential, and a CPU template is long.
    private bool ShowsBody(in HttpRequest request) => !request.Body.IsEmpty
        && !request.Path.SequenceEqual("/mmds"u8)
        && !(request.Path.SequenceEqual("/snapshot/load"u8) && request.Body.IndexOf("\"metadata\""u8) >= 0)
        && (!request.Path.SequenceEqual("/cpu-config"u8) || _logger.Admits(LogLevel.Debug, Module.Api));

    private static void Write<TLevel>(
        Logger logger, Module module, LogLimit? limit,
        [InterpolatedStringHandlerArgument(nameof(logger), nameof(module), nameof(limit))] ref LogMessage<TLevel> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TLevel : ILevel => message.Finish(file, line);
}
