using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Events;

/// <summary>Handles a descriptor's readiness in the event loop. It must not block, nor allocate on the guest's data path.</summary>
internal interface IEventHandler
{
    /// <summary>Called when the descriptor is ready.</summary>
    void OnReady(EpollEvents events);
}
