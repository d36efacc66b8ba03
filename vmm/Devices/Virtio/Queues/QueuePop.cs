namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>What popping a descriptor chain came to.</summary>
internal enum QueuePop
{
    /// <summary>The driver has offered nothing more.</summary>
    Empty,

    /// <summary>A chain was popped.</summary>
    Chain,

    /// <summary>The ring makes no sense: nothing more can be taken or given back until the driver resets the device.</summary>
    Broken,
}
