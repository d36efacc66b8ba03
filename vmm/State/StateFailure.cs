namespace Kiln.Vmm.State;

/// <summary>A saved state cannot be loaded. The message is one line for the client: section, field and remedy.</summary>
/// <param name="section">Path of the section, such as machine/serial.</param>
/// <param name="reason">What is wrong with the field.</param>
internal sealed class StateFailure(string section, string field, string reason)
    : Exception($"The state's section '{section}' is refused, field '{field}': {reason}")
{
    /// <summary>Path of the section, such as machine/serial.</summary>
    internal string Section { get; } = section;

    internal string Field { get; } = field;
}
