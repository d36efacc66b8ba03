using Kiln.Linux.Errors;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>What the monitor does to the disk: updates from clients, pauses, disposal.</content>
internal sealed partial class BlockDevice : IDriveControl
{
    /// <inheritdoc/>
    public string? Replace(BackingFile file)
    {
        lock (_link.Gate)
        {
            Settle();
            _engine.Replace(file);
            _file = file;
            _disk.Describe(file);
            _link.SignalConfiguration();
        }
        _metrics.Updates.Increment();
        return null;
    }

    /// <inheritdoc/>
    public void Limit(RateLimiterConfiguration change)
    {
        _limiter.Update(change);
        _metrics.Updates.Increment();
    }

    /// <summary>
    /// Waits until every request that was taken is completed. A transfer that is done in pieces is put back instead, and starts over later.
    /// </summary>
    public void Drain()
    {
        DrainAndPutBack();
        _service.SignalUsed();
    }

    /// <summary>Completes the requests that were taken, and writes back what the guest was promised to be durable.</summary>
    public void Dispose()
    {
        lock (_link.Gate)
        {
            Settle();
        }
        _engine.Dispose();
        _limiter.Dispose();
    }

    // With a writeback cache the file is flushed before it is closed or replaced.
    private void Settle()
    {
        Drain();
        if (_cache == DriveCache.Writeback && _file.Synchronise() is { Failed: true } failure)
        {
            Log.Error(Module.Block, $"{Excerpt.OfPath(_file.Path)} could not be written back: {failure.Errno}");
        }
    }
}
