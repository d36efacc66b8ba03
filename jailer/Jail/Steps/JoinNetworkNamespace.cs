using Kiln.Jailer.Jail.Specification;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Joins the network namespace that the operator prepared.</summary>
internal sealed class JoinNetworkNamespace(NetworkNamespace network) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"enter the network namespace {network.Path}";

    /// <inheritdoc/>
    public void Apply(JailState state) => network.Join();
}
