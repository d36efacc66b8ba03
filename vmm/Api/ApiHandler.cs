using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;
namespace Kiln.Vmm.Api;
internal sealed class ApiHandler(IActionTarget target, string id, OpenMetricsText text) : IApiHandler
{
    public void Handle(in HttpRequest request, HttpResponse response) { _ = (target, id, text); response.SetNoContent(); }
}
