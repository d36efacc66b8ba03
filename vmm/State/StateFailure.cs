namespace Kiln.Vmm.State;

/// <summary>A saved state cannot be loaded. The message is one line for the client: section, field, and what to do.</summary>
/// <param name="section">The section, behind those that it is part of: machine/serial.</param>
/// <param name="field">The field.</param>
/// <param name="reason">What is wrong with it.</param>
internal sealed class StateFailure(string section, string field, string reason)
    : Exception($"The state's section '{section}' is refused, field '{field}': {reason}")
{
    /// <summary>The section, behind those that it is part of.</summary>
    internal string Section { get; } = section;

    /// <summary>The field.</summary>
    internal string Field { get; } = field;
}
