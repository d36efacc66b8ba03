using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>A request whose action is queued or being executed.</summary>
/// <param name="start">When the request arrived, in nanoseconds of the monotonic clock.</param>
internal sealed class PendingRequest(ApiHandler handler, ApiRequest request, ulong start, IHttpReply reply) : IActionWaiter
{
    /// <inheritdoc/>
    public void OnDone(in ActionResult result) => handler.Answer(request, result, start, reply);
}
