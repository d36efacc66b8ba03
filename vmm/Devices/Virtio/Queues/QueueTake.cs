namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>What looking for a chain came to.</summary>
internal enum QueueTake
{
    /// <summary>The driver has offered nothing more.</summary>
    Empty,

    /// <summary>There is one.</summary>
    Chain,

    /// <summary>The ring makes no sense: nothing more can be taken or given back until the driver resets the device.</summary>
    Broken,
}
