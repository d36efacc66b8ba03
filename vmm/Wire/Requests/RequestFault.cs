namespace Kiln.Vmm.Wire.Requests;

/// <summary>A request is unknown or invalid. Clients match the message.</summary>
internal sealed class RequestFault(string message) : Exception(message)
{
    /// <summary>The message for a PATCH without any field.</summary>
    internal const string EmptyPatch = "Empty PATCH request.";
}
