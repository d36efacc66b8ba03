namespace Kiln.Vmm.Api;

/// <summary>Says of requests that are read in full that this version of Kiln does not do what they ask for.</summary>
internal static class Absence
{
    /// <summary>Says so.</summary>
    /// <param name="what">What is not there: method and path.</param>
    /// <param name="cure">What can be done in its place.</param>
    internal static ApiRequest Of(string what, string cure) => new(null) { Refusal = $"{what} is not part of this version of Kiln; {cure}" };

    /// <summary>Says so, unless there is something to mend first: then that is not a request for any version.</summary>
    /// <param name="request">What says so.</param>
    /// <param name="category">The contract's words in front of the reason.</param>
    /// <param name="reason">What there is to mend; or null.</param>
    internal static ApiRequest Unless(ApiRequest request, string category, string? reason) =>
        reason is null ? request : request with { Refusal = category + reason };
}
