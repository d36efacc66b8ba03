using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A disk without a file, of whatever capacity the state has that is loaded into it. It has everything of a <see cref="BlockDevice"/> that is saved.
/// </summary>
internal sealed class UnbackedDisk : UnbackedDevice
{
    private readonly DiskDescription _disk;
    private readonly RateLimiter _limiter;

    internal UnbackedDisk(DriverLink link, DriveConfiguration drive)
    {
        _disk = new DiskDescription(0, drive.IsReadOnly ?? false, drive.Cache);
        _limiter = LimiterOf(drive.Limit, link);
    }

    /// <inheritdoc/>
    public override DeviceType Type => DeviceType.VIRTIO_ID_BLOCK;

    /// <inheritdoc/>
    public override VirtioFeatures Features => _disk.Features;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Configuration => _disk.Configuration;

    /// <summary>The capacity in bytes.</summary>
    internal ulong Length => _disk.Sectors * DiskDescription.SectorLength;

    /// <inheritdoc/>
    public override void SaveOwn(ref StateWriter state)
    {
        _disk.Save(ref state);
        _limiter.Save(ref state);
    }

    /// <inheritdoc/>
    public override void LoadOwn(ref StateReader state)
    {
        _disk.Adopt(ref state);
        _limiter.Load(ref state);
    }

    /// <inheritdoc/>
    public override void Dispose() => _limiter.Dispose();
}
