using Kiln.Jailer.Jail.Specification;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Enters the network that the operator has prepared.</summary>
/// <param name="network">The namespace.</param>
internal sealed class JoinNetworkNamespace(NetworkNamespace network) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"enter the network namespace {network.Path}";

    /// <inheritdoc/>
    public void Apply(JailState state) => network.Join();
}
