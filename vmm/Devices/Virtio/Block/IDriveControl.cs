using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The properties of a drive that a client may change while the guest runs. On the vmm thread, between two events.</summary>
internal interface IDriveControl
{
    /// <summary>Replaces the file: from now on its size, identity and data are used. The guest gets a configuration change notification.</summary>
    /// <param name="file">
    /// The new file, opened in the same mode as the old one. It is not yet at the descriptor number that the filter names, so it must not be
    /// read or written until this returns. The old file is still open during the call, so that guest data can be flushed, but not after it.
    /// </param>
    /// <returns>Null on success, else an error message that clients match; the drive then keeps its file.</returns>
    string? Replace(BackingFile file);

    /// <summary>Replaces token buckets of the drive's rate limiter by new, full ones.</summary>
    /// <param name="change">The buckets to replace. A bucket that limits nothing removes the limit; null keeps the present bucket.</param>
    void Limit(RateLimiterConfiguration change);
}
