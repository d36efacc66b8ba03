using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Leaves the monitor standard input, output and error, and nothing else: there is no filter set to hand over.</summary>
internal sealed class CloseDescriptors : IJailStep
{
    /// <inheritdoc/>
    public string Description => "hand over no filter set (--no-seccomp); close all descriptors above 2";

    /// <inheritdoc/>
    public void Apply(JailState state) => DescriptorTable.CloseFrom(Descriptor.StandardError.Number + 1);
}
