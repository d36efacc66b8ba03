using System.Runtime.CompilerServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Events;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// The queue of the guest's statistics (Virtio 1.2, 5.5.6.3). The device keeps the buffer in which they came, and asks for new ones by returning it when its
/// timer expires.
/// </summary>
internal sealed class StatisticsQueue : IChainHandler, IEventHandler, IDisposable
{
    /// <summary>The statistics that there are, numbered from 0.</summary>
    internal const int Tags = 16;

    // Bytes of a statistic: its tag and its value, without padding.
    private const int EntryLength = sizeof(ushort) + sizeof(ulong);

    // Bytes that are read of a buffer, 256 statistics as in Firecracker: many times what Linux sends.
    private const uint MostBytes = 256 * EntryLength;

    private readonly QueueService _service;
    private readonly BalloonMetrics _metrics;
    private readonly TimerFd _timer = TimerFd.Create();
    private readonly ulong[] _values = new ulong[Tags];
    private ushort _known;
    private ushort? _held;

    /// <param name="seconds">The interval in seconds.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal StatisticsQueue(DriverLink link, GuestMemory memory, ushort seconds, BalloonMetrics metrics)
    {
        _service = new QueueService(link, 0, memory, this);
        _metrics = metrics;
        Seconds = seconds;
        link.Watches.Add(_timer.Descriptor, this);
    }

    /// <summary>The interval in seconds, at least one.</summary>
    internal ushort Seconds { get; set; }

    /// <summary>The latest values by their tag; null for those that never came.</summary>
    internal ulong?[] Values
    {
        get
        {
            ulong?[] values = new ulong?[Tags];
            for (int tag = 0; tag < Tags; tag++)
            {
                values[tag] = (_known >> tag & 1) != 0 ? _values[tag] : null;
            }
            return values;
        }
    }

    /// <summary>Starts the timer. Called when the device is activated or loaded.</summary>
    internal void Begin(int queue)
    {
        _service.Number = queue;
        StartTimer();
    }

    /// <summary>Asks for new statistics at once, and again after each interval.</summary>
    internal void AskAnew()
    {
        Ask();
        StartTimer();
    }

    /// <summary>Serves the queue for a turn.</summary>
    internal void Serve()
    {
        if (_service.TakeTurn(out _) == QueuePop.Broken)
        {
            _metrics.EventFailures.Increment();
        }
        _service.SignalUsed();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        if (!chain.IsSound)
        {
            _metrics.EventFailures.Increment();
            _service.Queue.PushUsed(chain.Head, 0);
            return true;
        }
        if (_held is { } older)
        {
            _service.Queue.PushUsed(older, 0);
        }
        _held = chain.Head;
        Read(chain.Buffers[0]);
        return true;
    }

    /// <summary>The timer expired.</summary>
    public void OnReady(EpollEvents events)
    {
        _timer.Drain();
        Ask();
    }

    /// <summary>The driver is gone.</summary>
    internal void Reset()
    {
        _timer.Stop();
        (_held, _known) = (null, 0);
    }

    internal void Save(ref StateWriter state)
    {
        state.WriteBoolean(_held is not null);
        state.WriteUInt16(_held ?? 0);
        state.WriteUInt16(_known);
        foreach (ulong value in _values)
        {
            state.WriteUInt64(value);
        }
    }

    /// <exception cref="StateFailure">The buffer that is kept is none of the queue's.</exception>
    internal void Load(ref StateReader state)
    {
        bool hasHeld = state.ReadBoolean("held");
        ushort held = state.ReadUInt16("held");
        if (held >= Virtqueue.MaximumSize || (!hasHeld && held != 0))
        {
            throw state.Refuse("held", $"no queue has a buffer {held}");
        }
        _held = hasHeld ? held : null;
        _known = state.ReadUInt16("known");
        for (int tag = 0; tag < Tags; tag++)
        {
            _values[tag] = state.ReadUInt64("value");
        }
    }

    public void Dispose() => _timer.Dispose();

    private void StartTimer()
    {
        TimeSpan interval = TimeSpan.FromSeconds(Seconds);
        _timer.Start(interval, interval);
    }

    private void Ask()
    {
        if (_held is not { } held)
        {
            _metrics.StatisticsFailures.Increment();
            return;
        }
        _held = null;
        _service.Queue.PushUsed(held, 0);
        _service.SignalUsed();
    }

    // Bytes behind the last whole statistic are ignored, and so is a buffer that no driver would send.
    private unsafe void Read(in GuestBuffer buffer)
    {
        if (buffer.IsWritable || buffer.Length > MostBytes)
        {
            _metrics.StatisticsFailures.Increment();
            return;
        }
        _metrics.Statistics.Increment();
        for (uint offset = 0; offset + EntryLength <= buffer.Length; offset += EntryLength)
        {
            ushort tag = Unsafe.ReadUnaligned<ushort>(buffer.Start + offset);
            ulong value = Unsafe.ReadUnaligned<ulong>(buffer.Start + offset + sizeof(ushort));
            if (tag >= Tags)
            {
                _metrics.StatisticsFailures.Increment();
                continue;
            }
            _values[tag] = value;
            _known |= (ushort)(1 << tag);
        }
    }
}
