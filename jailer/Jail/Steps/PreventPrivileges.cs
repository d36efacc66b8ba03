using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares no_new_privs: set-id files and file capabilities never take effect again.</summary>
internal sealed class PreventPrivileges : IJailStep
{
    /// <inheritdoc/>
    public string Description => "set no_new_privs";

    /// <inheritdoc/>
    public void Apply(JailState state) => ProcessControl.PrepareNoNewPrivileges(state.LastCalls);
}
