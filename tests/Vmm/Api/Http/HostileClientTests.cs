using System.Diagnostics;
using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Events;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Ten misbehaving clients delay a well-behaved one by less than its own response time.</summary>
[Collection(AloneCollection.Name)]
public sealed class HostileClientTests(ITestOutputHelper output) : IDisposable
{
    private const int Requests = 300;

    // A busy host disturbs some rounds; a server whose clients wait for each other disturbs all of them.
    private const int Rounds = 10;

    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("kiln-api-").FullName;
    private readonly SlowHandler _handler = new();
    private bool _stopped;

    [Fact]
    public void TheGoodClientsMedianStaysUnderTwiceItsOwn()
    {
        double[] ratios = Measure();

        output.WriteLine($"ratios {string.Join(' ', ratios.Select(ratio => $"{ratio:F2}"))}");
        Assert.InRange(ratios.Order().ElementAt(Rounds / 2), 0, 2);
    }

    // Requests that take long are what one client may do to another; the measurement sees them.
    [Fact]
    public void TimeThatOthersTakeIsSeen()
    {
        _handler.Microseconds = 1000;

        double[] ratios = Measure();

        output.WriteLine($"ratios {string.Join(' ', ratios.Select(ratio => $"{ratio:F2}"))}");
        Assert.InRange(ratios.Order().ElementAt(Rounds / 2), 2, double.MaxValue);
    }

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);

    private double[] Measure()
    {
        string path = System.IO.Path.Combine(_directory, "api.socket");
        using ApiSocket socket = ApiSocket.Open(path);
        using EventLoop loop = new();
        using HttpServer server = new(loop, socket.Listener, _handler);
        Thread thread = new(() => Serve(loop));
        thread.Start();
        // First, for the place; the hostile take the nine others, and the last of them is turned away, time and again.
        using SocketEnd good = SocketEnd.Connect(path);
        double[] ratios = new double[Rounds];
        Median(good);
        for (int round = 0; round < Rounds; round++)
        {
            double alone = Median(good);
            using HostileClients hostile = new(path);
            double disturbed = Median(good);
            ratios[round] = disturbed / alone;
        }
        Volatile.Write(ref _stopped, true);
        thread.Join();
        return ratios;
    }

    private void Serve(EventLoop loop)
    {
        while (!Volatile.Read(ref _stopped))
        {
            loop.Turn(10);
        }
    }

    // Of round trips, in microseconds.
    private static double Median(SocketEnd good)
    {
        byte[] buffer = new byte[4096];
        double[] times = new double[Requests];
        for (int request = 0; request < Requests; request++)
        {
            long start = Stopwatch.GetTimestamp();
            good.Send("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n");
            while (good.ReceiveInto(buffer) == 0)
            {
                Assert.False(good.IsEnded, "the good client had to give way");
                Thread.Yield();
            }
            times[request] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return times.Order().ElementAt(Requests / 2);
    }

    private sealed class SlowHandler : IApiHandler
    {
        internal int Microseconds { get; set; }

        public void Handle(in HttpRequest request, IHttpReply reply)
        {
            long start = Stopwatch.GetTimestamp();
            while (request.Method == HttpMethod.Put && Stopwatch.GetElapsedTime(start).TotalMicroseconds < Microseconds)
            {
            }
            reply.Begin().SetJson(200, "{\"firecracker_version\":\"1.17.0\"}"u8);
            reply.Send();
        }
    }
}
