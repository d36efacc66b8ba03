using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Serves the descriptor chains of a queue.</summary>
internal interface IChainHandler
{
    /// <summary>Serves a chain and returns it to the driver, now or later.</summary>
    /// <param name="chain">The chain, which may be invalid; do not use it after returning.</param>
    /// <returns>False when the chain cannot be served yet; its pop is then undone.</returns>
    bool TryServe(DescriptorChain chain);
}
