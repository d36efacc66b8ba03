using Kiln.CommandLine;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The command-line options that limit the size of what clients send.</summary>
internal static class SizeOptions
{
    private static readonly NumberOption _payload = new(
        new("--http-api-max-payload-size", "BYTES", "the longest body of a request, at most 4194304"u8) { Default = "51200" },
        "bytes");

    private static readonly NumberOption _metadata = new(
        new("--mmds-size-limit", "BYTES", "the most that the guest's metadata may take as compact JSON; never more than 4194304"u8)
        { Default = "as --http-api-max-payload-size" },
        "bytes");

    internal static OptionModel[] Models { get; } = [_payload.Model, _metadata.Model];

    /// <summary>The longest body of a request, in bytes.</summary>
    /// <exception cref="VmmFailure">It is not a number, or exceeds the maximum.</exception>
    internal static int PayloadOf(ParsedCommand command) => _payload.Of(command) switch
    {
        null => HttpServer.DefaultPayloadLimit,
        <= HttpServer.MostPayloadLimit and var limit => (int)limit,
        var limit => throw new VmmFailure(
            $"{_payload.Model.Name} is '{limit}'; at most {HttpServer.MostPayloadLimit} bytes are taken", ExitCode.ArgumentParsing),
    };

    /// <summary>The most bytes of guest metadata.</summary>
    /// <exception cref="VmmFailure">It is not a number.</exception>
    internal static ulong MetadataOf(ParsedCommand command) => _metadata.Of(command) ?? (ulong)PayloadOf(command);
}
