using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>The result of an action.</summary>
/// <param name="Refusal">Why the action was refused, with its category; clients match it. Null on success.</param>
/// <param name="Cause">The refusal without the category that the API prepends.</param>
/// <param name="Description">The machine's new state, or the state that the request asked for; null when there is nothing to report.</param>
internal readonly record struct ActionResult(string? Refusal, string? Cause = null, MicroVmDescription? Description = null)
{
    /// <summary>Category of refusals that have none of their own.</summary>
    internal const string InternalCategory = "Internal VMM error: ";

    /// <summary>Whether the refusal is that data exceed their limit, which has a status of its own.</summary>
    internal bool ExceedsLimit { get; init; }

    /// <summary>The metadata that were asked for; null when there are none.</summary>
    internal MetadataDocument? Metadata { get; init; }

    /// <summary>What the balloon knows, where that was asked for.</summary>
    internal BalloonReport? Balloon { get; init; }

    /// <summary>Creates a refusal if there is a cause, otherwise a success.</summary>
    /// <param name="category">The category that the API prepends to the cause.</param>
    /// <param name="cause">Why the action is refused, or null.</param>
    /// <param name="changed">The machine's state on success; null when it does not change.</param>
    internal static ActionResult Of(string category, string? cause, MicroVmDescription? changed = null) =>
        cause is null ? new ActionResult(null, Description: changed) : new ActionResult(category + cause, cause);

    /// <summary>Creates the result of an action that changes the machine's configuration.</summary>
    /// <param name="category">The category that the API prepends to the cause.</param>
    /// <param name="cause">Why the action is refused, or null.</param>
    /// <param name="machine">The machine before the action.</param>
    /// <param name="changed">The configuration on success.</param>
    internal static ActionResult Of(string category, string? cause, MicroVmDescription machine, VmConfiguration changed) =>
        Of(category, cause, machine with { Configuration = changed });
}
