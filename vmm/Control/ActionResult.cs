using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>What became of an action.</summary>
/// <param name="Refusal">Why it was not done, in the words that clients match; null when it was.</param>
/// <param name="Cause">The refusal without what the API puts in front to tell kinds of requests apart.</param>
/// <param name="Description">The machine, for a request that asked about it.</param>
internal readonly record struct ActionResult(string? Refusal, string? Cause = null, MicroVmDescription? Description = null);
