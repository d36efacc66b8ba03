namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>The result of popping a descriptor chain.</summary>
internal enum QueuePop
{
    /// <summary>The available ring is empty.</summary>
    Empty,

    Chain,

    /// <summary>The available ring is invalid: the queue is unusable until the driver resets the device.</summary>
    Broken,
}
