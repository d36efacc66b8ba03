using Kiln.Vmm.Control;

namespace Kiln.Vmm.Api;

/// <summary>What a request asks for, once all of it is read.</summary>
/// <param name="Action">What the vmm thread is asked; null when the api thread answers by itself.</param>
/// <param name="Answer">What success is answered with.</param>
internal readonly record struct ApiRequest(VmmAction? Action, ApiAnswer Answer = ApiAnswer.Nothing)
{
    /// <summary>What in it should be written otherwise, for the log; or null.</summary>
    internal string? Deprecation { get; init; }

    /// <summary>Why it cannot be done although it can be read; null when it is for the vmm thread to say.</summary>
    internal string? Refusal { get; init; }
}
