namespace Kiln.Vmm.Api.Http;

/// <summary>A whole request. What it refers to is the connection's, and valid only while it is handled.</summary>
/// <param name="method">Its one method.</param>
/// <param name="path">Its path as it was sent, without scheme and host: empty, or with a slash first; UTF-8, never decoded.</param>
/// <param name="body">Its body; empty when there is none.</param>
internal readonly ref struct HttpRequest(HttpMethod method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
{
    /// <summary>Its one method.</summary>
    internal HttpMethod Method { get; } = method;

    /// <summary>Its path as it was sent, without scheme and host: empty, or with a slash first; UTF-8, never decoded.</summary>
    internal ReadOnlySpan<byte> Path { get; } = path;

    /// <summary>Its body; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Body { get; } = body;
}
