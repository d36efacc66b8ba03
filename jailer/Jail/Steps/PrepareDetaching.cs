using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Opens the host's /dev/null while it is in view: a daemonized monitor uses it for its standard streams.</summary>
internal sealed class PrepareDetaching : IJailStep
{
    /// <inheritdoc/>
    public string Description => "open /dev/null for the monitor's standard input, output and error";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Not disposed: the child uses it in its last calls.
        OwnedDescriptor nothing = DescriptorTable.OpenNull();
        for (int number = 0; number <= Descriptor.StandardError.Number; number++)
        {
            DescriptorTable.PreparePlacing(state.LastCalls, nothing.Descriptor, number);
        }
    }
}
