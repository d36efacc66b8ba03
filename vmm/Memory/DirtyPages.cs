using System.Threading;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Memory;

/// <summary>
/// The pages of guest RAM that the monitor wrote, or had the kernel write, since the last clear; KVM's log has those that the guest wrote. Any
/// thread marks pages. Marks are read and cleared only while the machine is paused: no processor runs and no request is in flight. It does not
/// matter whether a page is marked before or after it is written, as long as both happen between two pauses.
/// </summary>
internal sealed class DirtyPages : IDisposable
{
    // Replaced as a whole when a region is added.
    private Log[] _logs = [];

    /// <summary>Marks the pages of a range.</summary>
    /// <param name="length">Bytes of the range. A range not within one region cannot have been written, and is ignored.</param>
    internal void Mark(GuestAddress address, ulong length)
    {
        foreach (ref readonly Log log in Volatile.Read(ref _logs).AsSpan())
        {
            if (length > 0 && log.Region.Contains(address.Value, length))
            {
                ulong offset = address.Value - log.Region.Start;
                ulong first = offset / PageBitmap.PageLength;
                log.Pages.Set(first, ((offset + length - 1) / PageBitmap.PageLength) - first + 1);
                return;
            }
        }
    }

    /// <summary>The marks of a region.</summary>
    /// <param name="region">A region of guest memory.</param>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    internal PageBitmap Of(GuestRegion region)
    {
        foreach (ref readonly Log log in Volatile.Read(ref _logs).AsSpan())
        {
            if (log.Region == region)
            {
                return log.Pages;
            }
        }
        throw new ArgumentException($"there is no region at 0x{region.Start:x}", nameof(region));
    }

    /// <summary>Clears all marks; the machine must be paused.</summary>
    internal void Clear()
    {
        foreach (Log log in _logs)
        {
            log.Pages.Clear();
        }
    }

    /// <summary>Adds a region. On the vmm thread.</summary>
    /// <param name="region">The region; must not overlap others.</param>
    /// <returns>Null on success, otherwise why the host cannot map the bitmap.</returns>
    internal SystemError? TryAdd(GuestRegion region)
    {
        if (PageBitmap.TryCreate(region.Length, out PageBitmap? pages) is { } error)
        {
            return error;
        }
        Volatile.Write(ref _logs, [.. _logs, new Log(region, pages!)]);
        return null;
    }

    public void Dispose()
    {
        foreach (Log log in _logs)
        {
            log.Pages.Dispose();
        }
    }

    private readonly record struct Log(GuestRegion Region, PageBitmap Pages);
}
