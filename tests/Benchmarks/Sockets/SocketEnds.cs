using System.Diagnostics;
using System.Net.Sockets;

namespace Kiln.Benchmarks.Sockets;

/// <summary>Programs of the host at the ends of a stream: the same code for a guest's and for a plain one between two threads.</summary>
internal static class SocketEnds
{
    // What is read at a time.
    private const int Room = 64 << 10;

    /// <summary>Reads to the end of the stream.</summary>
    /// <returns>How many bytes there were.</returns>
    internal static long Drain(Socket socket)
    {
        byte[] room = new byte[Room];
        long all = 0;
        for (int count; (count = socket.Receive(room)) > 0; all += count)
        {
        }
        return all;
    }

    /// <summary>Writes for some time, then shuts the stream.</summary>
    internal static void Fill(Socket socket, int length, int milliseconds)
    {
        byte[] data = new byte[length];
        // Looking at the clock costs as much as a short write.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds;)
        {
            for (int count = 0; count < 16; count++)
            {
                socket.Send(data);
            }
        }
        socket.Shutdown(SocketShutdown.Send);
    }
}
