using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>All that is known of a machine before it starts.</summary>
/// <param name="BootSource">What it boots; null as long as nobody has said.</param>
/// <param name="Machine">Its size and processors.</param>
internal sealed record VmConfiguration(BootSource? BootSource, MachineConfiguration Machine)
{
    /// <summary>What is known when nobody has said anything.</summary>
    internal static VmConfiguration Default { get; } = new(null, MachineConfiguration.Default);

    /// <summary>The operator's own template for processors, in place of a static one; or null.</summary>
    internal CpuTemplate? CustomTemplate { get; init; }

    /// <summary>Whether it has a device by which the guest says that it has booted.</summary>
    internal bool BootTimer { get; init; }

    /// <summary>Its drives.</summary>
    internal DriveList Drives { get; init; } = DriveList.None;

    /// <summary>Its source of entropy; or null.</summary>
    internal EntropyConfiguration? Entropy { get; init; }

    /// <summary>How many virtio devices these are.</summary>
    internal int VirtioDevices => Drives.Count + (Entropy is null ? 0 : 1);

    /// <summary>Its first serial port.</summary>
    internal SerialConfiguration Serial { get; init; } = SerialConfiguration.Default;
}
