using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>
/// Misfeatures of processors that a thread can be kept from (Documentation/userspace-api/spec_ctrl.rst). What is forced stays, across execve
/// too.
/// </summary>
public static class Speculation
{
    private static readonly SpeculationFeature[] _features = Enum.GetValues<SpeculationFeature>();

    /// <summary>Forces every misfeature off that processor and kernel let a thread turn off.</summary>
    /// <returns>Those that are off now.</returns>
    /// <exception cref="LinuxException">The kernel offers it, and refuses.</exception>
    public static IReadOnlyList<SpeculationFeature> ForceOff() => Array.FindAll(_features, TryForceOff);

    private static bool TryForceOff(SpeculationFeature feature)
    {
        // Fails where the kernel does not know the feature; else says how things stand.
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
