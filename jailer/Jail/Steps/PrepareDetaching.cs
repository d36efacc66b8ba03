using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Opens the host's /dev/null while it is in view: a monitor without a terminal reads and writes there.</summary>
internal sealed class PrepareDetaching : IJailStep
{
    /// <inheritdoc/>
    public string Description => "open /dev/null for the monitor's standard input, output and error";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Not disposed: the child uses it as the last it does.
        OwnedDescriptor nothing = DescriptorTable.OpenNull();
        for (int number = 0; number <= Descriptor.StandardError.Number; number++)
        {
            DescriptorTable.PreparePlacing(state.LastCalls, nothing.Descriptor, number);
        }
    }
}
