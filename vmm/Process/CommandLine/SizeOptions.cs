using Kiln.CommandLine;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The options that bound what clients send.</summary>
internal static class SizeOptions
{
    private static readonly NumberOption _payload = new(
        new("--http-api-max-payload-size", "BYTES", "the longest body of a request, at most 4194304") { Default = $"{HttpServer.DefaultPayloadLimit}" },
        "bytes");

    private static readonly NumberOption _metadata = new(
        new("--mmds-size-limit", "BYTES", "the most that the guest's metadata may take; without effect, there is no metadata in this version")
        { Default = "as --http-api-max-payload-size" },
        "bytes");

    /// <summary>All of them.</summary>
    internal static OptionModel[] Models { get; } = [_payload.Model, _metadata.Model];

    /// <summary>The longest body of a request, in bytes.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="VmmFailure">It is no number, or more than there is room for.</exception>
    internal static int PayloadOf(ParsedCommand command) => _payload.Of(command) switch
    {
        null => HttpServer.DefaultPayloadLimit,
        <= HttpServer.MostPayloadLimit and var limit => (int)limit,
        var limit => throw new VmmFailure(
            $"{_payload.Model.Name} is '{limit}'; at most {HttpServer.MostPayloadLimit} bytes are taken", ExitCode.ArgumentParsing),
    };

    /// <summary>The most that metadata may take, in bytes.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="VmmFailure">It is no number.</exception>
    internal static ulong MetadataOf(ParsedCommand command) => _metadata.Of(command) ?? (ulong)PayloadOf(command);
}
