namespace Kiln.Vmm.Wire.Requests;

/// <summary>Refuses valid requests for features that this version of Kiln does not have.</summary>
internal static class Absence
{
    /// <summary>The remedy for updates of a device that no guest has, or that cannot be removed from a running guest.</summary>
    internal const string NothingToChange = "leave the request out";

    /// <summary>The remedy for devices that resize memory.</summary>
    internal const string FixedMemory = "leave it out, and size the guest by mem_size_mib";

    /// <summary>Refuses a request.</summary>
    /// <param name="what">The method and path.</param>
    /// <param name="cure">What the client can do instead.</param>
    internal static ApiRequest Of(string what, string cure) => new(null) { Refusal = $"{what} is not part of this version of Kiln; {cure}" };

    /// <summary>Refuses an invalid request with its own reason, since no version would accept it; else returns the given refusal.</summary>
    /// <param name="category">The contract's prefix of the reason.</param>
    /// <param name="reason">Why the request is invalid, or null.</param>
    internal static ApiRequest Unless(ApiRequest request, string category, string? reason) =>
        Under(category, reason) is { } refusal ? request with { Refusal = refusal } : request;

    /// <summary>Prefixes a reason with the contract's category; null stays null.</summary>
    internal static string? Under(string category, string? reason) => reason is null ? null : category + reason;
}
