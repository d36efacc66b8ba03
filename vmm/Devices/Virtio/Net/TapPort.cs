using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>
/// A device's end of its tap. It hears of frames only while they can be delivered, since the event loop would spin otherwise. A tap that is deleted on
/// the host never comes back: the port says so once, gives no frames any more, and takes those of the guest for lost.
/// </summary>
internal sealed unsafe class TapPort
{
    private readonly Tap _tap;
    private readonly Watch _watch;
    private readonly LogLimit _failures = new();
    private bool _hears;

    /// <param name="watches">The device's watches; the tap becomes one of them.</param>
    /// <param name="handler">Called when the tap has frames, or is gone.</param>
    internal TapPort(Tap tap, WatchGroup watches, IEventHandler handler)
    {
        _tap = tap;
        _watch = watches.Add(tap.Descriptor, handler);
    }

    /// <summary>Whether the tap was deleted on the host.</summary>
    internal bool IsGone { get; private set; }

    internal string Name => _tap.Name;

    /// <summary>Tells the tap what the driver takes. A tap that takes less of it than the driver is no fault: it segments by itself.</summary>
    internal void Start(TunOffloads offloads)
    {
        // The watches start to listen for frames.
        _hears = true;
        if (TapControl.TrySetOffloads(_tap.Descriptor, offloads) is not { } error)
        {
            return;
        }
        if (error.Errno == Errno.EBADFD)
        {
            Lose();
            return;
        }
        Log.Warning(Module.Net, _failures, $"{Excerpt.Of(Name)}: offloads {(uint)offloads} are not possible and left out: {error.Errno}");
        _ = TapControl.TrySetOffloads(_tap.Descriptor, TunOffloads.None);
    }

    /// <summary>Takes a frame from the host.</summary>
    /// <returns>Its length with the header, or what the segments hold if it is longer; EAGAIN when there is none, or never will be.</returns>
    internal IoResult Read(iovec* segments, int count)
    {
        if (IsGone)
        {
            return IoResult.Of(Errno.EAGAIN);
        }
        IoResult result = _tap.Descriptor.Read(segments, count);
        if (result.Failed && !result.WouldBlock)
        {
            Fail(result.Errno, "read");
        }
        return result;
    }

    /// <summary>Gives a frame to the host.</summary>
    /// <returns>False when it is lost.</returns>
    internal bool TryWrite(iovec* segments, int count)
    {
        if (IsGone)
        {
            return false;
        }
        IoResult result = _tap.Descriptor.Write(segments, count);
        if (result.Failed)
        {
            Fail(result.Errno, "written");
        }
        return !result.Failed;
    }

    /// <summary>Sets whether the device wants to hear of frames.</summary>
    internal void Hear(bool wants)
    {
        if (wants != _hears && _watch.IsListening)
        {
            _watch.Change(wants ? EpollEvents.EPOLLIN : 0);
            _hears = wants;
        }
    }

    /// <summary>The tap was deleted on the host.</summary>
    internal void Lose()
    {
        _watch.Silence();
        if (!IsGone)
        {
            IsGone = true;
            Log.Error(Module.Net, $"{Excerpt.Of(Name)} is gone: the guest has no connection any more; only a restore from a snapshot gives it another tap");
        }
    }

    private void Fail(Errno error, string what)
    {
        if (error == Errno.EBADFD)
        {
            Lose();
        }
        else if (error == Errno.EIO)
        {
            Log.Warning(Module.Net, _failures, $"{Excerpt.Of(Name)} is down, and a frame of the guest is lost: bring it up (ip link set {Excerpt.Of(Name)} up)");
        }
        else
        {
            Log.Error(Module.Net, _failures, $"{Excerpt.Of(Name)}: a frame cannot be {what}: {error}");
        }
    }
}
