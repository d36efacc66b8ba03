using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>What became of an action.</summary>
/// <param name="Refusal">Why it was not done, in the words that clients match; null when it was.</param>
/// <param name="Description">What <see cref="DescribeMicroVm"/> asked for.</param>
internal readonly record struct ActionResult(string? Refusal, MicroVmDescription? Description = null);
