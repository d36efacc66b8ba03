using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Machine.Console;

/// <summary>
/// Carries input from standard input to a serial port, never more than the port can take. While the port is full, standard input is not polled, so
/// the writer at the other end blocks instead.
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

    /// <summary>Connects standard input if it is a terminal, which is switched to raw mode, or a pipe; ignores other kinds of file.</summary>
    /// <param name="port">The port that receives the input.</param>
    /// <param name="room">Signaled when a full port has been drained.</param>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <returns>Null when standard input is neither a terminal nor a pipe.</returns>
    /// <exception cref="LinuxException">The terminal's mode cannot be changed.</exception>
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

    /// <summary>Reads input: bytes arrived, or the other end closed.</summary>
    /// <param name="events">Unused: the read reports a hang-up too.</param>
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
            // End of input or an error: a level-triggered loop would report it forever.
            _typed.Silence();
        }
    }

    /// <summary>Leaves the event loop and restores the terminal's mode.</summary>
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
