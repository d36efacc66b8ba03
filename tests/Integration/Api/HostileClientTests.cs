using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>Clients that are slow, silent, half-closed, greedy or send garbage do not noticeably delay a good one and leave no trace.</summary>
[Collection(BusyCollection.Name)]
public sealed class HostileClientTests
{
    // Of the API's ten connections one is for the good client.
    private const int Hostile = 9;
    private const int Requests = 3000;

    [Fact]
    public void AGoodClientsMedianStaysUnderTwice()
    {
        using ApiJail jail = new(monitorOptions: ["--show-level"]);
        jail.StartGuest("spin", "spinning");
        using ApiClient client = new(jail.Socket);
        // Warm caches, then alone and beside the others by turns: the machine's own mood is in both.
        _ = Median(client);
        List<double> ratios = [];
        for (int round = 0; round < 5; round++)
        {
            double alone = Median(client);
            using Pack pack = new(jail.Socket, Hostile);
            ratios.Add(Median(client) / alone);
        }
        ratios.Sort();

        TestContext.Current.TestOutputHelper?.WriteLine($"ratios: {string.Join(", ", ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}");
        Assert.True(ratios[ratios.Count / 2] < 2, $"the median request took {ratios[ratios.Count / 2]:0.00} times as long beside hostile clients");
    }

    [Fact]
    public void TenThousandConnectionsLeaveNothing()
    {
        using ApiJail jail = new();
        using (ApiClient first = new(jail.Socket))
        {
            Assert.Equal(200, first.Request("GET", "/").Status);
        }
        // The monitor may not have closed that one's end yet: at most as many are left afterwards.
        int before = jail.Process.Descriptors.Count;
        for (int index = 0; index < 10_000; index++)
        {
            using Socket socket = Connect(jail.Socket);
            switch (index % 4)
            {
                case 0:
                    break;
                case 1:
                    socket.Send("GET / HT"u8);
                    break;
                case 2:
                    socket.Send("GET / HTTP/1.1\r\n\r\n"u8);
                    break;
                default:
                    socket.Send("PUT /actions HTTP/1.1\r\nContent-Length: 50000\r\n\r\n{"u8);
                    socket.Shutdown(SocketShutdown.Send);
                    break;
            }
        }

        Assert.True(SpinWait.SpinUntil(() => jail.Process.Descriptors.Count <= before, TimeSpan.FromSeconds(10)));
        Assert.Equal(200, jail.Request("GET", "/").Status);
        Assert.True(long.Parse(jail.Process.StatusOf("VmRSS").Split(' ')[0], CultureInfo.InvariantCulture) < 64 * 1024);
    }

    private static double Median(ApiClient client)
    {
        List<double> samples = [];
        for (int index = 0; index < Requests; index++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(200, client.Request("GET", "/").Status);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        samples.Sort();
        return samples[Requests / 2];
    }

    private static Socket Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    // Hostile clients of every kind on one unhurried thread: they should cost the monitor's time, not the machine's.
    private sealed class Pack : IDisposable
    {
        private readonly Socket[] _sockets;
        private readonly Thread _thread;
        private readonly string _path;
        private volatile bool _isOver;

        internal Pack(string path, int count)
        {
            _path = path;
            _sockets = new Socket[count];
            for (int index = 0; index < count; index++)
            {
                _sockets[index] = Connect(path);
            }
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
            Array.ForEach(_sockets, socket => socket.Dispose());
        }

        private void Run()
        {
            byte[] many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /openapi.yaml HTTP/1.1\r\n\r\n", 8)));
            _sockets[0].Send("PUT /boot-source HTTP/1.1\r\nContent-Length: 40000\r\n\r\n"u8);
            _sockets[1].Send("GET / HTTP/1.1\r\n\r\n"u8);
            _sockets[1].Shutdown(SocketShutdown.Send);
            while (!_isOver)
            {
                // A body byte by byte; pipelined requests whose responses are not read; garbage, which ends the connection; silence.
                Try(0, "x"u8);
                Try(2, many);
                Try(3, "\0\r\n\r\n"u8);
                Try(4, "GET / HTTP/1.1\r\nX: "u8);
                Thread.Sleep(1);
            }
        }

        private void Try(int index, ReadOnlySpan<byte> bytes)
        {
            try
            {
                _sockets[index].Blocking = false;
                _sockets[index].Send(bytes);
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.WouldBlock)
            {
                // The socket is full: the client does not read.
            }
            catch (SocketException)
            {
                _sockets[index].Dispose();
                _sockets[index] = Connect(_path);
            }
        }
    }
}
