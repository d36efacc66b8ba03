using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>The configuration space of a balloon (Virtio 1.2, 5.5.4), without the field of a feature that is not offered.</summary>
[CHeader("linux/virtio_balloon.h", MayGrow = true)]
[StructLayout(LayoutKind.Sequential)]
internal struct virtio_balloon_config
{
    /// <summary>The pages that the host wants; the device writes it.</summary>
    public uint num_pages;

    /// <summary>The pages that the balloon has; the driver writes it.</summary>
    public uint actual;

    /// <summary>The host's command of free page hinting; the device writes it.</summary>
    public uint free_page_hint_cmd_id;
}
