using System.Numerics;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>What a driver has said of a queue: any numbers, until the device is activated.</summary>
internal struct QueueRegisters
{
    /// <summary>Entries of each ring.</summary>
    internal ushort Size { get; set; }

    /// <summary>Whether the driver has finished it.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Where the descriptor table is; a guest-physical address like the two below.</summary>
    internal ulong DescriptorTable { get; set; }

    /// <summary>Where the driver offers chains: the available ring.</summary>
    internal ulong DriverArea { get; set; }

    /// <summary>Where the device gives them back: the used ring.</summary>
    internal ulong DeviceArea { get; set; }

    /// <summary>Whether they can be those of a queue, wherever the memory is (Virtio 1.2, 2.7).</summary>
    /// <param name="maximumSize">The most entries that the device takes.</param>
    internal readonly bool AreSound(int maximumSize) =>
        IsReady
        && Size <= maximumSize
        && BitOperations.IsPow2(Size)
        && DescriptorTable % 16 == 0
        && DriverArea % 2 == 0
        && DeviceArea % 4 == 0;
}
