namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The frames of a turn, counted together at its end: an atomic addition for each would cost more than the rest of the monitor's work.</summary>
internal struct FrameTally
{
    internal long Frames { get; private set; }

    /// <summary>Bytes of the frames, with their headers.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The frames waiting in the queue, summed over those taken.</summary>
    internal long Remaining { get; private set; }

    /// <summary>A frame was taken from the queue.</summary>
    /// <param name="others">Those that wait behind it.</param>
    internal void Take(int others) => Remaining += others;

    /// <summary>A frame came to the other side.</summary>
    internal void Deliver(int length)
    {
        Frames++;
        Bytes += length;
    }
}
