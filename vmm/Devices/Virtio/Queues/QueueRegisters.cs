using System.Numerics;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>The parameters of a queue as the driver wrote them; not validated before the device is activated.</summary>
internal struct QueueRegisters
{
    /// <summary>The queue size: the number of entries of each ring.</summary>
    internal ushort Size { get; set; }

    /// <summary>Whether the driver has enabled the queue.</summary>
    internal bool IsReady { get; set; }

    /// <summary>The guest-physical address of the descriptor table.</summary>
    internal ulong DescriptorTable { get; set; }

    /// <summary>The guest-physical address of the available ring.</summary>
    internal ulong DriverArea { get; set; }

    /// <summary>The guest-physical address of the used ring.</summary>
    internal ulong DeviceArea { get; set; }

    /// <summary>Whether size and alignment are valid (Virtio 1.2, 2.7). Does not check that the rings lie in guest memory.</summary>
    /// <param name="maximumSize">The maximum queue size of the device.</param>
    internal readonly bool AreSound(int maximumSize) =>
        IsReady
        && Size <= maximumSize
        && BitOperations.IsPow2(Size)
        && DescriptorTable % 16 == 0
        && DriverArea % 2 == 0
        && DeviceArea % 4 == 0;
}
