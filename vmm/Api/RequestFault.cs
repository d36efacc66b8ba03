namespace Kiln.Vmm.Api;

/// <summary>A request is none that there is, or cannot be read. The message is the one that clients match.</summary>
/// <param name="message">Why.</param>
internal sealed class RequestFault(string message) : Exception(message);
