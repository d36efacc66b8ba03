using Kiln.Linux.Errors;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <content>What the monitor does to the disk: a client's changes, a pause, the end.</content>
internal sealed partial class BlockDevice : IDriveControl, IDisposable
{
    /// <inheritdoc/>
    public string? Replace(BackingFile file)
    {
        lock (_link.Gate)
        {
            Settle();
            _engine.Replace(file);
            _file = file;
            _disk.Resize(file.Sectors);
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

    /// <summary>Waits until every request that was taken is answered, but the one that is done by pieces: it is done again, from the start.</summary>
    internal void Drain()
    {
        lock (_link.Gate)
        {
            DrainAndPutBack();
            _link.SignalUsed(_service.Queue);
        }
    }

    /// <summary>Finishes what was taken, and what the guest was promised to be kept is brought to the host's disk.</summary>
    public void Dispose()
    {
        lock (_link.Gate)
        {
            Settle();
        }
        _engine.Dispose();
        _limiter.Dispose();
    }

    // A cache that the guest may rely on is written back before its file is left.
    private void Settle()
    {
        DrainAndPutBack();
        _link.SignalUsed(_service.Queue);
        if (_cache == DriveCache.Writeback && _file.Synchronise() is { Failed: true } failure)
        {
            Log.Error(Module.Block, $"{Excerpt.OfPath(_file.Path)} could not be written back: {failure.Errno}");
        }
    }
}
