using System.Linq;
using Kiln.Testing.Vmm.Mmds;

namespace Kiln.Fuzz.Targets.Mmds;

/// <summary>A guest each of whose acts is decided by bytes of an input: good segments, segments that are a bit off, and frames of any bytes.</summary>
internal sealed class FrameScript(byte[] input, StackGuest guest, byte[][] requests)
{
    private const int Ports = 40;
    private const int MostConnections = 30;

    private static readonly int[] _offsets = [0, 0, 0, 1, -1, 7, -100, 2500, 70_000, int.MinValue, int.MaxValue];
    private static readonly ushort[] _windows = [64240, 64240, 0, 1, 100, 536, 5000, ushort.MaxValue];

    private readonly Dictionary<ushort, GuestConnection> _connections = [];
    private int _at;
    private int _opened;

    /// <summary>How far the guest got.</summary>
    internal FrameStage Stage { get; private set; }

    /// <summary>The answers that came whole so far as the guest can tell, and connections that ended by FIN both ways.</summary>
    internal (int Answered, int Finished) Score =>
        (_connections.Values.Count(connection => connection.IsAnswered), _connections.Values.Count(connection => connection.IsFinished));

    internal void Run()
    {
        while (_at < input.Length)
        {
            Act();
            if (guest.Metrics.ConnectionsCreated.Value - guest.Metrics.ConnectionsDestroyed.Value is < 0 or > MostConnections)
            {
                throw new InvalidOperationException("there are more connections than places");
            }
        }
        Drain(int.MaxValue);
    }

    private byte Take() => _at < input.Length ? input[_at++] : (byte)0;

    private void Act()
    {
        ushort port = (ushort)(1 + (Take() % Ports));
        switch (Take() % 10)
        {
            case 0:
                Raw();
                break;
            case 1:
            case 2:
                Open(port);
                break;
            case 3:
                Send(port, StackGuest.Ack, []);
                break;
            case 4:
            case 5:
                Send(port, StackGuest.Ack, requests[Take() % requests.Length]);
                break;
            case 6:
                Send(port, (byte)(StackGuest.Ack | StackGuest.Fin), []);
                break;
            case 7:
                Stray(port);
                break;
            case 8:
                guest.Wait(Take() * 30);
                break;
            default:
                Drain(1 + (Take() % 8));
                break;
        }
    }

    private void Open(ushort port)
    {
        byte size = Take();
        byte[] options = [2, 4, size, Take()];
        ushort window = Window();
        GuestConnection connection = _connections[port] = new GuestConnection(window) { Next = (uint)((Take() << 24) + _opened++) };
        Give(StackGuest.Frame(StackGuest.Syn, connection.Next++, 0, options: options, window: window, port: port));
        Drain(2);
    }

    private void Send(ushort port, byte flags, byte[] payload)
    {
        if (_connections.TryGetValue(port, out GuestConnection? connection))
        {
            ushort window = Window();
            connection.Offer(connection.Expected, window);
            Give(StackGuest.Frame(flags, connection.Next, connection.Expected, payload, window: window, port: port));
            connection.Next = unchecked(connection.Next + (uint)payload.Length + (uint)(flags & StackGuest.Fin));
        }
    }

    // Any flags, numbers near the right ones, any payload; perhaps with a byte changed.
    private void Stray(ushort port)
    {
        GuestConnection connection = _connections.GetValueOrDefault(port) ?? new GuestConnection(0);
        byte flags = Take();
        uint sequence = unchecked(connection.Next + (uint)_offsets[Take() % _offsets.Length]);
        int offset = _offsets[Take() % _offsets.Length];
        uint acknowledgment = unchecked(connection.Expected + (uint)offset);
        byte[] payload = new byte[Take() % 4 == 0 ? Take() * 10 : 0];
        ushort window = Window();
        // What is half the numbers away is neither before nor after.
        if ((flags & StackGuest.Ack) != 0 && offset is not (int.MinValue or int.MaxValue))
        {
            connection.Offer(acknowledgment, window);
        }
        byte[] frame = StackGuest.Frame(flags, sequence, acknowledgment, payload, window: window, port: port);
        if (Take() % 4 == 0)
        {
            frame[Take() % frame.Length] = Take();
        }
        Give(frame);
    }

    private void Raw()
    {
        byte[] frame = StackGuest.Frame(StackGuest.Ack, 1, 1, new byte[Take()]);
        for (int changes = Take() % 16; changes > 0; changes--)
        {
            frame[Take() % frame.Length] = Take();
        }
        Give(frame.AsSpan(0, Math.Min(frame.Length, Take())));
    }

    private void Give(ReadOnlySpan<byte> frame)
    {
        if (guest.Give(frame))
        {
            Reach(FrameStage.Addressed);
        }
        if (guest.Metrics.Segments.Value > 0)
        {
            Reach(FrameStage.Tcp);
        }
    }

    private void Drain(int most)
    {
        for (; most > 0 && guest.NextFrame() is { } frame; most--)
        {
            if (frame.Segment is { } segment && _connections.TryGetValue(segment.Port, out GuestConnection? connection) && (segment.Flags & StackGuest.Rst) == 0)
            {
                connection.Take(segment);
                Reach(connection.IsFinished ? FrameStage.Finished : connection.IsAnswered ? FrameStage.Answered : FrameStage.Connected);
            }
        }
    }

    private ushort Window() => _windows[Take() % _windows.Length];

    private void Reach(FrameStage stage) => Stage = stage > Stage ? stage : Stage;
}
