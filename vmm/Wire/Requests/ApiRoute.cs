using System.Text;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Wire.Requests;

/// <summary>A route: a method and a path. It also matches longer paths that no other route matches.</summary>
internal sealed class ApiRoute
{
    private readonly Reader _read;
    private readonly byte[]?[] _tokens;

    /// <param name="template">The path. Parameters are in braces; they may be missing in a request.</param>
    internal ApiRoute(HttpMethod method, string template, Reader read)
    {
        (Method, Template, _read) = (method, template, read);
        _tokens = Array.ConvertAll(template[1..].Split('/'), token => token.StartsWith('{') ? null : Encoding.UTF8.GetBytes(token));
    }

    /// <exception cref="RequestFault">The request is invalid.</exception>
    internal delegate ApiRequest Reader(in RequestPath path, ReadOnlySpan<byte> body);

    internal HttpMethod Method { get; }

    /// <summary>The path, with parameters in braces.</summary>
    internal string Template { get; }

    /// <summary>Counts all requests; null when they are not counted.</summary>
    internal Counter? Count { get; init; }

    /// <summary>Counts invalid requests; null when they are not counted.</summary>
    internal Counter? Fails { get; init; }

    internal RequestCounters Counters
    {
        init => (Count, Fails) = (value.Count, value.Fails);
    }

    /// <summary>Whether a path matches.</summary>
    internal bool Takes(in RequestPath path)
    {
        for (int index = 1; index < _tokens.Length; index++)
        {
            if (_tokens[index] is { } word && !path.Says(index, word))
            {
                return false;
            }
        }
        return path.First.SequenceEqual(_tokens[0]);
    }

    /// <exception cref="RequestFault">The request is invalid.</exception>
    internal ApiRequest Read(in RequestPath path, ReadOnlySpan<byte> body)
    {
        Count?.Increment();
        try
        {
            return _read(path, body);
        }
        catch (RequestFault)
        {
            Fails?.Increment();
            throw;
        }
    }
}
