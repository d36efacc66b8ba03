using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api.Http;

/// <summary>A complete request. Refers to memory of the connection, and is valid only while it is being handled.</summary>
/// <param name="path">The path as sent, without scheme and host: empty, or starting with a slash; valid UTF-8, not decoded.</param>
/// <param name="body">The body; empty when there is none.</param>
internal readonly ref struct HttpRequest(HttpMethod method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
{
    internal HttpMethod Method { get; } = method;

    /// <summary>The path as sent, without scheme and host: empty, or starting with a slash; valid UTF-8, not decoded.</summary>
    internal ReadOnlySpan<byte> Path { get; } = path;

    /// <summary>The body; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Body { get; } = body;
}
