using Kiln.Vmm.Api.Http;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Answers every request with the same bytes; allocates nothing.</summary>
internal sealed class TextHandler(byte[] text) : IApiHandler
{
    internal long Count { get; private set; }

    public void Handle(in HttpRequest request, IHttpReply reply)
    {
        Count++;
        reply.Begin().SetText("application/octet-stream"u8, text);
        reply.Send();
    }
}
