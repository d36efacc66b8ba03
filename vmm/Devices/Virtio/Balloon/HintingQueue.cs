using System.Runtime.CompilerServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// The queue of free pages that the guest names on request (Virtio 1.2, 5.5.6.5). A run begins with a number of the host's, which the guest repeats before it
/// names ranges. They stay free until the host says that the run is done: a range is taken only within the run, and before it is said.
/// </summary>
internal sealed class HintingQueue(DriverLink link, GuestMemory memory, BalloonSpace space, BalloonMetrics metrics)
    : ReturnQueue(link, memory, metrics.Hinting, metrics.EventFailures)
{
    /// <summary>The guest has named all its free pages (VIRTIO_BALLOON_CMD_ID_STOP).</summary>
    internal const uint Stop = 0;

    /// <summary>The guest may use the pages again (VIRTIO_BALLOON_CMD_ID_DONE).</summary>
    internal const uint Done = 1;

    // Lower numbers have meanings of their own.
    private const uint FirstRun = 2;

    private uint _lastRun = FirstRun - 1;
    private bool _acknowledges;
    private bool _isOver;

    /// <summary>The guest's last command; null before the first.</summary>
    internal uint? GuestCommand { get; private set; }

    private bool IsRunning => space.Command >= FirstRun && GuestCommand == space.Command;

    /// <summary>Begins a run.</summary>
    /// <param name="acknowledges">Whether the guest may use the pages again once it has named all.</param>
    internal void Start(bool acknowledges)
    {
        Abandon();
        _acknowledges = acknowledges;
        _lastRun = _lastRun == uint.MaxValue ? FirstRun : _lastRun + 1;
        space.SetCommand(_lastRun);
    }

    /// <summary>Ends a run: what is not returned yet stays the guest's.</summary>
    internal void Finish()
    {
        Abandon();
        space.SetCommand(Done);
    }

    /// <inheritdoc/>
    internal override void Forget()
    {
        base.Forget();
        _isOver = false;
    }

    /// <summary>The driver is gone.</summary>
    internal void Reset()
    {
        Forget();
        GuestCommand = null;
    }

    internal void Save(ref StateWriter state)
    {
        state.WriteUInt32(_lastRun);
        state.WriteBoolean(_acknowledges);
        state.WriteBoolean(GuestCommand is not null);
        state.WriteUInt32(GuestCommand ?? 0);
    }

    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state)
    {
        _lastRun = Math.Max(state.ReadUInt32("last_cmd"), FirstRun - 1);
        _acknowledges = state.ReadBoolean("acknowledge_on_stop");
        bool hasCommand = state.ReadBoolean("guest_cmd");
        uint command = state.ReadUInt32("guest_cmd");
        GuestCommand = hasCommand ? command : null;
    }

    // A buffer of four bytes is a command, any other a range.
    private protected override unsafe void Collect(ReadOnlySpan<GuestBuffer> buffers)
    {
        foreach (ref readonly GuestBuffer buffer in buffers)
        {
            if (buffer is { IsWritable: false, Length: sizeof(uint) })
            {
                Hear(Unsafe.ReadUnaligned<uint>(buffer.Start));
            }
            else if (!buffer.IsWritable)
            {
                Refuse();
            }
            else if (IsRunning)
            {
                Pages.Add(in buffer);
            }
        }
    }

    // Only now, when no range of the run is on its way to the host.
    private protected override void OnFinished()
    {
        if (_isOver)
        {
            _isOver = false;
            space.SetCommand(Done);
        }
    }

    // A late end of an earlier run is none of this one.
    private void Hear(uint command)
    {
        _isOver |= command < FirstRun && IsRunning && _acknowledges;
        GuestCommand = command;
    }

    private void Abandon()
    {
        Pages.Forget();
        _isOver = false;
        _ = TryFinish();
    }
}
