using System.Linq;
using System.Text;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Answers a GET at once with its path, and everything else when the test says so.</summary>
internal sealed class HeldHandler : IApiHandler
{
    private readonly List<(string Path, IHttpReply Reply)> _held = [];

    /// <summary>The requests in progress.</summary>
    internal IEnumerable<string> Held => _held.Select(held => held.Path);

    public void Handle(in HttpRequest request, IHttpReply reply)
    {
        if (request.Method != HttpMethod.Get)
        {
            _held.Add((Encoding.Latin1.GetString(request.Path), reply));
            return;
        }
        reply.Begin().SetJson(200, request.Path);
        reply.Send();
    }

    /// <summary>Responds to the requests in progress for a path.</summary>
    internal void Release(string path)
    {
        int index = _held.FindIndex(held => held.Path == path);
        IHttpReply reply = _held[index].Reply;
        _held.RemoveAt(index);
        reply.Begin().SetJson(200, Encoding.Latin1.GetBytes(path));
        reply.Send();
    }
}
