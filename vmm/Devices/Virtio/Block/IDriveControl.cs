using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What a client may change of a drive while the guest runs. On the vmm thread, between two events.</summary>
internal interface IDriveControl
{
    /// <summary>Gives the drive another file: its size and identity, and every request from now on. The guest is told.</summary>
    /// <param name="file">
    /// The file, open as the one before was. It is not yet at its number, which the filter names: until this call has returned nothing is read
    /// from it or written to it. The one before is still open, so that what the guest wrote can be flushed; after this call it is not.
    /// </param>
    /// <returns>Null, or why not, in the words that clients match; then the drive keeps the file that it has.</returns>
    string? Replace(BackingFile file);

    /// <summary>Replaces buckets of the drive's limit by fresh, full ones.</summary>
    /// <param name="change">The buckets to replace; one that limits nothing takes the limit away, and null leaves one as it is.</param>
    void Limit(RateLimiterConfiguration change);
}
