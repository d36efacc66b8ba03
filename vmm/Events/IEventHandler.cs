using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Events;

/// <summary>What the event loop calls when a descriptor is ready. It must not wait, and on the guest's path not allocate.</summary>
internal interface IEventHandler
{
    /// <summary>The descriptor is ready.</summary>
    /// <param name="events">For what.</param>
    void OnReady(EpollEvents events);
}
