using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Console;

/// <summary>
/// Carries the serial port's output from the vCPU thread that writes it to standard output, so that a slow reader never blocks a guest: a
/// single-producer (the port, under its own lock), single-consumer (the vmm thread) ring. Bytes that find the ring full are dropped and counted.
/// </summary>
internal sealed class ConsoleOutput : IConsoleSink, IEventHandler, IDisposable
{
    // A power of two. A guest takes at least a millisecond to fill it; a reader that stalls for longer loses bytes.
    private const int Capacity = 64 * 1024;

    // PIPE_BUF: a pipe that epoll reports writable takes this much without blocking; standard output keeps the file status flags that it was
    // inherited with.
    private const int ChunkLength = 4096;

    private readonly byte[] _ring = new byte[Capacity];
    private readonly EventFd _doorbell = EventFd.Create();
    private readonly Descriptor _target;
    private readonly EventLoop _loop;
    private readonly Watch _room;
    private readonly Watch _rung;
    private bool _alwaysReady;
    private uint _head;
    private uint _tail;
    private int _asleep = 1;
    private bool _waiting;
    private long _lost;

    /// <summary>Connects a descriptor to an event loop.</summary>
    /// <param name="target">Descriptor that receives the output.</param>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <exception cref="LinuxException">The descriptor is not open.</exception>
    internal ConsoleOutput(Descriptor target, EventLoop loop)
    {
        _target = target;
        _loop = loop;
        _room = loop.Prepare(target, new WritableHandler(this));
        SystemError? error = _room.TryListen(default);
        _alwaysReady = error is { } failure && (failure.Errno == Errno.EPERM ? true : throw new LinuxException(failure));
        _rung = loop.Watch(_doorbell.Descriptor, this);
    }

    /// <summary>Counters of flushed and lost bytes: the process's own outside tests.</summary>
    internal UartMetrics Metrics { get; init; } = VmmMetrics.Process.Uart;

    /// <summary>Bytes lost: the ring was full, standard output was closed, or the reader did not take them at the end.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    /// <summary>Queues one byte of the guest's output. One thread at a time; never blocks, never allocates.</summary>
    public void Put(byte value)
    {
        uint tail = _tail;
        if (tail - Volatile.Read(ref _head) == Capacity)
        {
            Interlocked.Increment(ref _lost);
            Metrics.MissedWrites.Increment();
            return;
        }
        _ring[tail % Capacity] = value;
        Volatile.Write(ref _tail, tail + 1);
        // The exchange is a full fence: either this thread sees that the reader is asleep, or the reader's final check sees the byte.
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _doorbell.Signal();
        }
    }

    /// <summary>Handles the doorbell: the ring holds bytes.</summary>
    public void OnReady(EpollEvents events)
    {
        _doorbell.Drain();
        if (_alwaysReady)
        {
            WriteInTurn();
        }
        else
        {
            SetWaiting(EpollEvents.EPOLLOUT);
        }
    }

    /// <summary>
    /// Writes the remaining bytes after the guest has ended, as long as the reader takes some of them every second. The rest is lost.
    /// </summary>
    internal void Flush()
    {
        const ulong PatienceNanoseconds = NanosecondsPer.Second;
        const int TurnMilliseconds = 100;
        ulong end = MonotonicClock.Nanoseconds + PatienceNanoseconds;
        while (Pending > 0 && MonotonicClock.Nanoseconds < end)
        {
            uint head = _head;
            if (_alwaysReady)
            {
                _ = WriteChunk();
            }
            else
            {
                _ = _loop.Turn(TurnMilliseconds);
            }
            end = _head == head ? end : MonotonicClock.Nanoseconds + PatienceNanoseconds;
        }
        Metrics.MissedWrites.Add(Pending);
        Lose(Pending);
    }

    /// <summary>
    /// Writes the bytes that the target takes at once: what a guest has said before it is saved is not left to a monitor that may be killed next. Loses
    /// nothing.
    /// </summary>
    internal void WriteReady()
    {
        for (int before = Pending + 1; Pending is > 0 and var pending && pending < before && (_alwaysReady || _target.IsWritable);)
        {
            before = pending;
            _ = WriteChunk();
        }
    }

    /// <summary>Leaves the event loop and closes the doorbell.</summary>
    public void Dispose()
    {
        _room.Dispose();
        _rung.Dispose();
        _doorbell.Dispose();
    }

    private int Pending => (int)(Volatile.Read(ref _tail) - _head);

    // Writes one chunk, then rings the doorbell for the next, so that other handlers get their turn.
    private void WriteInTurn()
    {
        if (WriteChunk())
        {
            _doorbell.Signal();
        }
    }

    private void Lose(int length)
    {
        Interlocked.Add(ref _lost, length);
        Volatile.Write(ref _head, _head + (uint)length);
    }

    // Standard output is writable: writes one chunk; the loop reports again. After a hang-up epoll would report nothing else forever, so from then
    // on bytes are written as they arrive, and fail.
    private void OnWritable(EpollEvents events)
    {
        if ((events & (EpollEvents.EPOLLERR | EpollEvents.EPOLLHUP)) != 0)
        {
            _room.Silence();
            _alwaysReady = true;
            WriteInTurn();
        }
        else if (!WriteChunk())
        {
            SetWaiting(default);
        }
    }

    private void SetWaiting(EpollEvents interest)
    {
        bool waiting = interest != default;
        if (waiting != _waiting)
        {
            _waiting = waiting;
            _room.Change(interest);
        }
    }

    /// <returns>False when the ring was empty: the next byte rings the doorbell.</returns>
    private bool WriteChunk()
    {
        uint head = _head;
        int pending = (int)(Volatile.Read(ref _tail) - head);
        if (pending == 0)
        {
            Interlocked.Exchange(ref _asleep, 1);
            return Volatile.Read(ref _tail) != head && Interlocked.Exchange(ref _asleep, 0) == 1;
        }
        int start = (int)(head % Capacity);
        int length = Math.Min(Math.Min(pending, Capacity - start), ChunkLength);
        IoResult written = _target.Write(_ring.AsSpan(start, length));
        if (written.Failed && !written.WouldBlock && written.Errno != Errno.EINTR)
        {
            // The reader is gone. The guest continues; its bytes are counted and dropped.
            Metrics.Errors.Increment();
            Lose(length);
            return true;
        }
        if (written.Count > 0)
        {
            Metrics.Flushes.Increment();
        }
        Volatile.Write(ref _head, head + (uint)written.Count);
        return true;
    }

    private sealed class WritableHandler(ConsoleOutput owner) : IEventHandler
    {
        public void OnReady(EpollEvents events) => owner.OnWritable(events);
    }
}
