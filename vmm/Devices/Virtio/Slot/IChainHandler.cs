using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Serves what a driver offers in a queue.</summary>
internal interface IChainHandler
{
    /// <summary>Serves a chain: gives it back, now or later.</summary>
    /// <param name="chain">The chain, until this returns; it may not be sound.</param>
    /// <returns>False when it cannot be served yet; it is then as if it had not been taken.</returns>
    bool TryServe(DescriptorChain chain);
}
