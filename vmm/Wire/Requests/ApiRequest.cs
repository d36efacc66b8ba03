using Kiln.Vmm.Control;

namespace Kiln.Vmm.Wire.Requests;

/// <param name="Action">The action for the vmm thread; null when the api thread answers alone.</param>
/// <param name="Answer">The answer in case of success.</param>
internal readonly record struct ApiRequest(VmmAction? Action, ApiAnswer Answer = ApiAnswer.Nothing)
{
    /// <summary>The deprecation warning for the log, or null.</summary>
    internal string? Deprecation { get; init; }

    /// <summary>Why the request is refused although it is valid; null when the vmm thread decides.</summary>
    internal string? Refusal { get; init; }
}
