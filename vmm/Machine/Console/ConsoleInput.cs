using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Machine.Console;

/// <summary>
/// Carries what is typed from standard input to a port, never more than it has room for. While the port is full, standard input is not
/// waited on: the writer at its other end waits instead.
/// </summary>
internal sealed class ConsoleInput : IEventHandler, IDisposable
{
    private readonly IConsoleInputPort _port;
    private readonly EventFd _room;
    private readonly Watch _typed;
    private readonly Watch _emptied;
    private readonly byte[] _buffer = new byte[ReceiveFifo.Capacity];

    private ConsoleInput(IConsoleInputPort port, EventFd room, EventLoop loop)
    {
        _port = port;
        _room = room;
        _typed = loop.Prepare(Descriptor.StandardInput, this);
        _emptied = loop.Watch(room.Descriptor, new RoomHandler(this));
    }

    /// <summary>Connects standard input, if it is a terminal, which goes raw, or a pipe; other kinds are left alone.</summary>
    /// <param name="port">Where bytes go.</param>
    /// <param name="room">Signalled when a full port has been emptied.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <returns>What carries it; null when it is left alone.</returns>
    /// <exception cref="LinuxException">The terminal cannot be changed.</exception>
    internal static ConsoleInput? Attach(IConsoleInputPort port, EventFd room, EventLoop loop)
    {
        bool terminal = TerminalMode.IsTerminal;
        if (!terminal && !IsPipe())
        {
            return null;
        }
        if (terminal)
        {
            TerminalMode.EnterRaw();
        }
        ConsoleInput input = new(port, room, loop);
        input._typed.Listen(EpollEvents.EPOLLIN);
        return input;
    }

    /// <summary>Something was typed, or the other end closed.</summary>
    /// <param name="events">Not used: the read tells.</param>
    public void OnReady(EpollEvents events)
    {
        int free = _port.Free;
        if (free == 0)
        {
            _typed.Silence();
            _port.RequestRoom();
            return;
        }
        IoResult read = Descriptor.StandardInput.Read(_buffer.AsSpan(0, free));
        if (read.Count > 0)
        {
            _port.Put(_buffer.AsSpan(0, read.Count));
        }
        else if (!read.WouldBlock && read.Errno != Errno.EINTR)
        {
            // The end, for good: a level-triggered loop would report it for ever.
            _typed.Silence();
        }
    }

    /// <summary>Leaves the loop, and gives the terminal back.</summary>
    public void Dispose()
    {
        _typed.Dispose();
        _emptied.Dispose();
        TerminalMode.Restore();
    }

    private static unsafe bool IsPipe()
    {
        stat status;
        return LibC.fstat(Descriptor.StandardInput.Number, &status) == 0 && LibC.S_ISFIFO(status.st_mode);
    }

    private sealed class RoomHandler(ConsoleInput owner) : IEventHandler
    {
        public void OnReady(EpollEvents events)
        {
            owner._room.Drain();
            owner._typed.Listen(EpollEvents.EPOLLIN);
        }
    }
}
