using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>
/// Speculation features that a thread can turn off (Documentation/userspace-api/spec_ctrl.rst). A forced setting is irrevocable, also across
/// execve.
/// </summary>
public static class Speculation
{
    private static readonly SpeculationFeature[] _features = [SpeculationFeature.PR_SPEC_STORE_BYPASS, SpeculationFeature.PR_SPEC_INDIRECT_BRANCH];

    /// <summary>Forces off every feature that processor and kernel let a thread control.</summary>
    /// <returns>The features that are off now.</returns>
    /// <exception cref="LinuxException">The kernel offers the control but refuses it.</exception>
    public static IReadOnlyList<SpeculationFeature> ForceOff() => Array.FindAll(_features, TryForceOff);

    private static bool TryForceOff(SpeculationFeature feature)
    {
        // Fails if the kernel does not know the feature; otherwise returns its state.
        int state = Native.prctl((int)ProcessControlOption.PR_GET_SPECULATION_CTRL, (nuint)(int)feature, 0, 0, 0);
        SpeculationControl control = state < 0 ? SpeculationControl.PR_SPEC_NOT_AFFECTED : (SpeculationControl)state;
        if (control.HasFlag(SpeculationControl.PR_SPEC_FORCE_DISABLE))
        {
            return true;
        }
        if (!control.HasFlag(SpeculationControl.PR_SPEC_PRCTL))
        {
            return false;
        }
        ProcessControl.Call(
            ProcessControlOption.PR_SET_SPECULATION_CTRL, (nuint)(int)feature, (nuint)(uint)SpeculationControl.PR_SPEC_FORCE_DISABLE);
        return true;
    }
}
