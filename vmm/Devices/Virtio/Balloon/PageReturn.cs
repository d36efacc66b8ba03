using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// Pages that the guest has named, on their way back to the host. What one turn collects is returned run by run, in as few calls as its gaps allow: under
/// a running guest each call costs as much as some hundred pages. Never allocates.
/// </summary>
/// <param name="clock">The time, in nanoseconds of a monotonic clock.</param>
internal sealed class PageReturn(GuestMemory memory, Func<ulong> clock, ReturnMetrics metrics) : IDisposable
{
    // Pages of one call, 16 MiB: about a millisecond, so that a turn looks at the clock in time.
    private const ulong MostAtOnce = 4096;

    private readonly PageSet _pages = new(PagesOf(memory));
    private bool _hasToldError;
    private bool _hasToldPieces;

    /// <summary>Collects a page.</summary>
    /// <param name="page">The number of the page: its guest-physical address divided by its length; untrusted.</param>
    /// <returns>False when there is no such page in guest memory.</returns>
    internal unsafe bool TryAdd(ulong page)
    {
        if (page >= _pages.Capacity || !memory.TryFind(new GuestAddress(page * PageBitmap.PageLength), PageBitmap.PageLength, out _))
        {
            return false;
        }
        _pages.Add(page);
        return true;
    }

    /// <summary>Collects the whole pages within a buffer.</summary>
    internal void Add(in GuestBuffer buffer)
    {
        ulong first = (buffer.Address.Value + PageBitmap.PageLength - 1) / PageBitmap.PageLength;
        ulong end = (buffer.Address.Value + buffer.Length) / PageBitmap.PageLength;
        if (first < end)
        {
            _pages.Add(first, end - first);
        }
    }

    /// <summary>Returns pages until none is left, or the time of a turn is over.</summary>
    /// <returns>Whether none is left.</returns>
    internal bool TryFinish()
    {
        if (_pages.IsEmpty)
        {
            return true;
        }
        ulong start = clock();
        while (_pages.TryTake(MostAtOnce, out ulong first, out ulong count))
        {
            Return(first, count);
            if (clock() - start >= TurnBudget.MostNanoseconds)
            {
                return _pages.IsEmpty;
            }
        }
        return true;
    }

    /// <summary>Forgets the pages that have not been returned: they stay the guest's.</summary>
    internal void Forget() => _pages.Clear();

    public void Dispose() => _pages.Dispose();

    private static ulong PagesOf(GuestMemory memory) => memory.Regions[^1].End / PageBitmap.PageLength;

    private void Return(ulong first, ulong count)
    {
        ulong length = count * PageBitmap.PageLength;
        Errno error = memory.Discard(new GuestAddress(first * PageBitmap.PageLength), length, out ulong returned);
        metrics.Bytes.Add((long)returned);
        metrics.Kept.Add((long)(length - returned));
        if (error.Number != 0)
        {
            metrics.Failures.Increment();
            TellError(error);
        }
        else if (returned < length && !_hasToldPieces)
        {
            _hasToldPieces = true;
            Log.Warning(Module.Balloon, $"the guest gives pieces of huge pages, which go back to the host only whole: it gets less than the balloon's size");
        }
    }

    private void TellError(Errno error)
    {
        if (_hasToldError)
        {
            return;
        }
        _hasToldError = true;
        if (error == Errno.ENOMEM)
        {
            Log.Warning(
                Module.Balloon,
                $"the guest's memory, which is a file's, is in as many pieces as the host allows: single pages that the guest gives are kept, neighbors of others go back");
        }
        else
        {
            Log.Warning(Module.Balloon, $"the host does not take pages back that the guest gives: {error}");
        }
    }
}
