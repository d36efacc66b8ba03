using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>Many streams at once, each sent from one thread and taken by another one: what comes back must be what was sent, byte by byte.</summary>
/// <param name="length">The length of each, in bytes.</param>
/// <param name="seed">Of the content, of which each stream has another part first.</param>
internal sealed class ManyStreams(int length, int seed)
{
    private const int Piece = 64 << 10;

    // Between the beginnings of two streams, and no multiple of anything.
    private const int Distance = 40_009;

    private readonly byte[] _content = MakeContent(length, seed);
    private readonly List<string> _faults = [];
    private int _whole;

    /// <summary>Sends a stream to an end that sends it back, and shuts its side; the other end must shut its own when all is back.</summary>
    /// <param name="number">Another one for each stream.</param>
    internal void Exchange(Socket socket, int number)
    {
        Thread sender = new(() => Note(Send, socket, number));
        sender.Start();
        Note(Take, socket, number);
        sender.Join();
    }

    /// <summary>Waits until as many streams are whole.</summary>
    internal void Await(int count, TimeSpan patience)
    {
        SpinWait.SpinUntil(() => Volatile.Read(ref _whole) == count || _faults.Count > 0, patience);
        Assert.Equal([], _faults);
        Assert.Equal(count, _whole);
    }

    private static byte[] MakeContent(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private void Note(Func<Socket, int, string?> body, Socket socket, int number)
    {
        string? fault;
        try
        {
            fault = body(socket, number);
        }
        catch (SocketException exception)
        {
            fault = exception.Message;
        }
        if (fault is not null)
        {
            lock (_faults)
            {
                _faults.Add($"{body.Method.Name} {number}: {fault}");
            }
        }
    }

    private int PlaceOf(int number, int position) => (int)(((long)number * Distance + position) % length);

    private string? Send(Socket socket, int number)
    {
        for (int position = 0; position < length;)
        {
            int place = PlaceOf(number, position);
            int count = Math.Min(Math.Min(Piece, length - position), length - place);
            VsockGuest.SendAll(socket, _content.AsSpan(place, count));
            position += count;
        }
        socket.Shutdown(SocketShutdown.Send);
        return null;
    }

    private string? Take(Socket socket, int number)
    {
        byte[] room = new byte[Piece];
        int position = 0;
        for (int count; (count = socket.Receive(room)) > 0;)
        {
            for (int done = 0; done < count;)
            {
                int place = PlaceOf(number, position);
                int part = Math.Min(count - done, length - place);
                if (position + part > length || !room.AsSpan(done, part).SequenceEqual(_content.AsSpan(place, part)))
                {
                    return $"other bytes from {position} on";
                }
                (done, position) = (done + part, position + part);
            }
        }
        if (position != length)
        {
            return $"the end came after {position} bytes";
        }
        Interlocked.Increment(ref _whole);
        return null;
    }
}
