using System.Text;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Testing.Vmm.Api.Http;

/// <summary>Responds to each method in a different way, echoing the request; the model predicts the responses.</summary>
internal sealed class EchoHandler : IApiHandler
{
    /// <summary>The requests so far: method, path, and length of the body.</summary>
    internal List<string> Requests { get; } = [];

    public void Handle(in HttpRequest request, IHttpReply reply)
    {
        HttpResponse response = reply.Begin();
        Requests.Add(Describe(request.Method, Encoding.Latin1.GetString(request.Path), request.Body.Length));
        switch (request.Method)
        {
            case HttpMethod.Get:
                response.SetJson(200, request.Path);
                break;
            case HttpMethod.Put when request.Body.IsEmpty:
                response.SetNoContent();
                break;
            case HttpMethod.Put:
                response.SetText("text/plain"u8, request.Body);
                break;
            case HttpMethod.Patch:
                response.SetFault(400, Encoding.UTF8.GetString(request.Path));
                break;
            default:
                response.SetNoContent();
                response.IsDeprecated = true;
                response.Allowed = HttpMethod.Get | HttpMethod.Put;
                break;
        }
        reply.Send();
    }

    internal static string Describe(HttpMethod method, string path, int bodyLength) => $"{method} {path} {bodyLength}";
}
