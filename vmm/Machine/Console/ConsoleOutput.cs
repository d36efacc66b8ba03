using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Console;

/// <summary>
/// Carries the serial port's bytes from the vCPU that writes them to standard output, so that a slow reader never stops a guest:
/// a ring with one writer (the port, under its own lock) and one reader (the vmm thread). What finds it full is lost and counted.
/// </summary>
internal sealed class ConsoleOutput : IConsoleSink, IEventHandler, IDisposable
{
    // A power of two. A guest needs a millisecond and more to fill it on any host; a reader that pauses longer loses bytes.
    private const int Capacity = 64 * 1024;

    // PIPE_BUF: a pipe that epoll calls writable takes this much without waiting, and standard output stays in the mode it came in.
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

    /// <summary>Connects a descriptor to a loop.</summary>
    /// <param name="target">Where bytes go.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">It is not open.</exception>
    internal ConsoleOutput(Descriptor target, EventLoop loop)
    {
        _target = target;
        _loop = loop;
        _room = loop.Prepare(target, new WritableHandler(this));
        SystemError? error = _room.TryListen(default);
        _alwaysReady = error is { } failure && (failure.Errno == Errno.EPERM ? true : throw new LinuxException(failure));
        _rung = loop.Watch(_doorbell.Descriptor, this);
    }

    /// <summary>Count what becomes of bytes: the process's, outside tests.</summary>
    internal UartMetrics Metrics { get; init; } = VmmMetrics.Process.Uart;

    /// <summary>Bytes that found the ring full or standard output closed, or that nobody took at the end.</summary>
    internal long Lost => Volatile.Read(ref _lost);

    /// <summary>Takes one byte of the guest's. One thread at a time; never waits, never allocates.</summary>
    /// <param name="value">The byte.</param>
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
        // The exchange is a full fence: either this sees a reader asleep, or the reader's last look sees the byte.
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _doorbell.Signal();
        }
    }

    /// <summary>The doorbell rang: there are bytes.</summary>
    /// <param name="events">Not used.</param>
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
    /// Writes what is left, once the guest has ended, for as long as the reader takes some of it every second. What it does not take is lost.
    /// </summary>
    internal void Flush()
    {
        const ulong PatienceNanoseconds = 1_000_000_000;
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

    /// <summary>Leaves the loop.</summary>
    public void Dispose()
    {
        _room.Dispose();
        _rung.Dispose();
        _doorbell.Dispose();
    }

    private int Pending => (int)(Volatile.Read(ref _tail) - _head);

    // One chunk, then others have their turn: the doorbell rings for the next.
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

    // Standard output is writable: one chunk, then the loop asks again. After a hang-up epoll would report nothing else for ever, so
    // from then on bytes are written as they come, and fail.
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

    /// <returns>False when the ring was empty, and the next byte will ring the doorbell.</returns>
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
            // Nobody reads any more. The guest goes on; its bytes are counted, not kept.
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
