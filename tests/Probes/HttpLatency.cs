using System.Diagnostics;
using System.Globalization;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>
/// Measures requests from the first byte sent to the last received, with the monitor's own server on another thread and a trivial handler.
/// </summary>
internal static class HttpLatency
{
    // Until the first have brought in every page.
    private const int WarmUps = 2_000;

    private const int Requests = 20_000;

    /// <summary>Prints a line for each quantity: its name and its value, in microseconds or bytes.</summary>
    /// <param name="path">Where the socket is made.</param>
    internal static void Print(string path)
    {
        using ApiSocket socket = ApiSocket.Open(path);
        using EventLoop loop = new();
        using EventFd end = EventFd.Create();
        CountingHandler handler = new();
        using HttpServer server = new(loop, socket.Listener, handler);
        _ = loop.Watch(end.Descriptor, new StopHandler(loop));
        Thread thread = new(loop.Run);
        thread.Start();
        PrintRequests("GET", path, handler, "GET /version HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"u8);
        PrintRequests("PUT", path, handler,
            "PUT /machine-config HTTP/1.1\r\nHost: localhost\r\nContent-Length: 37\r\n\r\n{\"vcpu_count\": 1, \"mem_size_mib\": 64}"u8);
        end.Signal();
        thread.Join();
    }

    private static void PrintRequests(string name, string path, CountingHandler handler, ReadOnlySpan<byte> request)
    {
        using UnixSocket client = UnixSocket.Create();
        if (client.Connect(path) is { Number: not 0 } error)
        {
            throw new LinuxException(new SystemError(error, "connect", path));
        }
        using Epoll epoll = Epoll.Create();
        _ = epoll.Add(client.Descriptor, EpollEvents.EPOLLIN, 0);
        _ = Exchange(client.Descriptor, epoll, request, WarmUps);
        long allocated = handler.Allocated;
        double[] times = Exchange(client.Descriptor, epoll, request, Requests);
        Array.Sort(times);
        PrintFigure($"{name}, median", times[Requests / 2]);
        PrintFigure($"{name}, 99th percentile", times[Requests * 99 / 100]);
        PrintFigure($"{name}, allocated", (handler.Allocated - allocated) / (double)Requests);
    }

    private static double[] Exchange(Descriptor client, Epoll epoll, ReadOnlySpan<byte> request, int count)
    {
        double[] times = new double[count];
        byte[] answer = new byte[1024];
        EpollEvent[] events = new EpollEvent[1];
        for (int index = 0; index < count; index++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = client.Send(request);
            _ = epoll.Wait(events, -1);
            if (client.Receive(answer).Count == 0)
            {
                throw new InvalidOperationException("the server ended the connection");
            }
            times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return times;
    }

    // On standard error, as the other costs.
    private static void PrintFigure(string name, double value) =>
        Message.Error(string.Create(CultureInfo.InvariantCulture, $"{name}: {value:F1}"));

    private sealed class CountingHandler : IApiHandler
    {
        private long _allocated;

        /// <summary>Bytes that the server's thread had allocated at its last request.</summary>
        internal long Allocated => Volatile.Read(ref _allocated);

        public void Handle(in HttpRequest request, IHttpReply reply)
        {
            Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
            reply.Begin().SetJson(200, "{\"firecracker_version\":\"1.17.0\"}"u8);
            reply.Send();
        }
    }

    private sealed class StopHandler(EventLoop loop) : IEventHandler
    {
        public void OnReady(EpollEvents events) => loop.Stop();
    }
}
