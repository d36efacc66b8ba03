using System.Runtime.CompilerServices;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Api;

/// <summary>What the log says of requests: section 1.8 of the contract, by which tools follow a microVM.</summary>
/// <param name="logger">The log.</param>
internal sealed class RequestLog(Logger logger)
{
    private readonly Logger _logger = logger;

    /// <summary>A request came.</summary>
    /// <param name="request">The request.</param>
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

    /// <summary>It was done.</summary>
    /// <param name="response">What it is answered.</param>
    internal void Done(HttpResponse response) => Write<At.Info>(
        _logger, Module.Api, null,
        $"The request was executed successfully. Status code: {(response.Status == 204 ? "204 No Content" : "200 OK")}.");

    /// <summary>It was not done.</summary>
    /// <param name="reason">Why.</param>
    internal void Refused(string reason) =>
        Write<At.Error>(_logger, Module.Api, null, $"Received Error. Status code: 400 Bad Request. Message: {reason}");

    /// <summary>Something went wrong that nobody thought of.</summary>
    /// <param name="reason">What.</param>
    internal void Failed(string reason) =>
        Write<At.Error>(_logger, Module.Api, null, $"Received Error. Status code: 500 Internal Server Error. Message: {reason}");

    /// <summary>It should have been written otherwise.</summary>
    /// <param name="text">What of it.</param>
    internal void Deprecated(string text) => Write<At.Warning>(_logger, Module.Api, null, $"{text}");

    /// <summary>It changed whether the guest runs.</summary>
    /// <param name="name">What it asked for.</param>
    /// <param name="microseconds">How long that took.</param>
    internal void Took(string name, ulong microseconds) =>
        Write<At.Info>(_logger, Module.Api, null, $"'{name}' API request took {microseconds} us.");

    /// <summary>It is answered.</summary>
    /// <param name="microseconds">How long all of it took.</param>
    internal void Answered(ulong microseconds) =>
        Write<At.Debug>(_logger, Module.Api, null, $"Total previous API call duration: {microseconds} us.");

    // What guests are told is theirs; a template is long.
    private bool ShowsBody(in HttpRequest request) => !request.Body.IsEmpty
        && !request.Path.SequenceEqual("/mmds"u8)
        && (!request.Path.SequenceEqual("/cpu-config"u8) || _logger.Admits(LogLevel.Debug, Module.Api));

    private static void Write<TLevel>(
        Logger logger, Module module, LogLimit? limit,
        [InterpolatedStringHandlerArgument(nameof(logger), nameof(module), nameof(limit))] ref LogMessage<TLevel> message,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TLevel : ILevel => message.Finish(file, line);
}
