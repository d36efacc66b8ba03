using System.Numerics;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// The features of a balloon, and the queues that come with them. Drivers number their queues without gaps, by what they have accepted
/// (Virtio 1.2, 5.5.2), and so does the device.
/// </summary>
internal static class BalloonFeatures
{
    internal const VirtioFeatures Statistics = (VirtioFeatures)(1UL << BalloonFeatureBit.VIRTIO_BALLOON_F_STATS_VQ);

    internal const VirtioFeatures Hinting = (VirtioFeatures)(1UL << BalloonFeatureBit.VIRTIO_BALLOON_F_FREE_PAGE_HINT);

    internal const VirtioFeatures Reporting = (VirtioFeatures)(1UL << BalloonFeatureBit.VIRTIO_BALLOON_F_REPORTING);

    private const VirtioFeatures DeflateOnOom = (VirtioFeatures)(1UL << BalloonFeatureBit.VIRTIO_BALLOON_F_DEFLATE_ON_OOM);

    // Inflating and deflating, which every balloon has.
    private const int AlwaysQueues = 2;

    /// <summary>What a balloon of this configuration offers.</summary>
    internal static VirtioFeatures Of(BalloonConfiguration balloon) =>
        (balloon.StatisticsSeconds > 0 ? Statistics : 0)
        | (balloon.DeflateOnOom ? DeflateOnOom : 0)
        | (balloon.HasHinting ? Hinting : 0)
        | (balloon.HasReporting ? Reporting : 0);

    /// <summary>The number of queues that come with features.</summary>
    internal static int QueuesFor(VirtioFeatures features) =>
        AlwaysQueues + BitOperations.PopCount((ulong)(features & (Statistics | Hinting | Reporting)));

    /// <summary>What a queue is for.</summary>
    /// <param name="queue">The number of a queue.</param>
    /// <param name="accepted">The features that the driver has accepted.</param>
    internal static BalloonRole RoleOf(int queue, VirtioFeatures accepted)
    {
        if (queue < AlwaysQueues)
        {
            return (BalloonRole)queue;
        }
        int next = AlwaysQueues;
        if (accepted.HasFlag(Statistics) && queue == next++)
        {
            return BalloonRole.Statistics;
        }
        if (accepted.HasFlag(Hinting) && queue == next++)
        {
            return BalloonRole.Hinting;
        }
        return accepted.HasFlag(Reporting) && queue == next ? BalloonRole.Reporting : BalloonRole.None;
    }
}
