using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>Feature bit numbers of balloons (Virtio 1.2, 5.5.3).</summary>
[CHeader("linux/virtio_balloon.h")]
internal static class BalloonFeatureBit
{
    /// <summary>The device has a queue for statistics.</summary>
    internal const int VIRTIO_BALLOON_F_STATS_VQ = 1;

    /// <summary>The driver deflates the balloon before the guest runs out of memory.</summary>
    internal const int VIRTIO_BALLOON_F_DEFLATE_ON_OOM = 2;

    /// <summary>The device has a queue for free pages, named on request.</summary>
    internal const int VIRTIO_BALLOON_F_FREE_PAGE_HINT = 3;

    /// <summary>The device has a queue for free pages, named as they become free.</summary>
    internal const int VIRTIO_BALLOON_F_REPORTING = 5;
}
