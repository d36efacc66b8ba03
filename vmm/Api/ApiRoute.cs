using System.Linq;
using System.Text;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Api;

/// <summary>Something that can be asked for: a method and a path, which longer paths that nothing else is said of are taken for.</summary>
internal sealed class ApiRoute
{
    private readonly Reader _read;
    private readonly byte[]?[] _tokens;

    /// <summary>Describes it.</summary>
    /// <param name="method">Its one method.</param>
    /// <param name="template">Its path, with the names of what varies in braces, which may be missing as well.</param>
    /// <param name="read">Reads a request of it.</param>
    internal ApiRoute(HttpMethod method, string template, Reader read)
    {
        (Method, Template, _read) = (method, template, read);
        _tokens = [.. template[1..].Split('/').Select(token => token.StartsWith('{') ? null : Encoding.UTF8.GetBytes(token))];
    }

    /// <summary>Reads a request.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="RequestFault">It cannot be read.</exception>
    internal delegate ApiRequest Reader(in RequestPath path, ReadOnlySpan<byte> body);

    /// <summary>Its one method.</summary>
    internal HttpMethod Method { get; }

    /// <summary>Its path, with the names of what varies in braces.</summary>
    internal string Template { get; }

    /// <summary>Counts its requests; or null.</summary>
    internal Counter? Count { get; init; }

    /// <summary>Counts those that cannot be read; or null.</summary>
    internal Counter? Fails { get; init; }

    /// <summary>Counts both.</summary>
    internal RequestCounters Counters
    {
        init => (Count, Fails) = (value.Count, value.Fails);
    }

    /// <summary>Whether a path is of it.</summary>
    /// <param name="path">The path.</param>
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

    /// <summary>Reads a request.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="body">Its body.</param>
    /// <exception cref="RequestFault">It cannot be read.</exception>
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
