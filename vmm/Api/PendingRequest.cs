using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>A request whose action is under way.</summary>
/// <param name="handler">Answers it.</param>
/// <param name="request">What it asks for.</param>
/// <param name="start">When it came, in nanoseconds of the monotonic clock.</param>
/// <param name="reply">Takes the answer.</param>
internal sealed class PendingRequest(ApiHandler handler, ApiRequest request, ulong start, IHttpReply reply) : IActionWaiter
{
    /// <inheritdoc/>
    public void OnDone(in ActionResult result) => handler.Answer(request, result, start, reply);
}
