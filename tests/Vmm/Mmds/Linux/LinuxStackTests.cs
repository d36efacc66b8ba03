using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Testing.Harness;
using Kiln.Testing.Harness.Wires;
using Kiln.Testing.Vmm.Mmds;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Linux;

/// <summary>The service's TCP against Linux's own, over a tap and a wire that loses, delays and doubles frames.</summary>
public sealed class LinuxStackTests(ITestOutputHelper output)
{
    private const int Workers = 16;

    // KILN_MMDS_REQUESTS for more: with faults some 30 a second are answered.
    private static readonly int _requests = int.Parse(Environment.GetEnvironmentVariable("KILN_MMDS_REQUESTS") ?? "160", provider: null);

    private static readonly byte[] _body = [.. Enumerable.Range(0, 20_000).Select(index => (byte)(index * 7))];

    [Fact]
    public void EveryAnswerComesWholeThroughABadWire() => WithWire(WireFaults.Many, stack =>
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Work(worker =>
        {
            Random random = new(seed + worker);
            for (int done = 0; done < _requests / Workers;)
            {
                using LinuxClient client = new(random.Next(4) == 0 ? random.Next(100, 1461) : 0, random.Next(4) == 0 ? random.Next(1, 3000) : 0);
                for (int rest = random.Next(1, 4); rest > 0; rest--, done++)
                {
                    string line = $"request {worker}.{done} {new string('x', random.Next(1000))}";
                    client.Ask(line);
                    if (random.Next(5) == 0)
                    {
                        Thread.Sleep(random.Next(100));
                    }
                    Assert.Equal([.. Encoding.ASCII.GetBytes(line + "\n"), .. _body], client.Read(line.Length + 1 + _body.Length));
                }
                switch (random.Next(3))
                {
                    case 0:
                        client.Finish();
                        break;
                    case 1:
                        client.Ask("one whose answer nobody reads");
                        client.Abort();
                        break;
                    default:
                        break;
                }
            }
        });
    });

    [Theory]
    [InlineData(100, 0)]
    [InlineData(536, 0)]
    [InlineData(32_767, 0)]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 77)]
    public void AnySegmentSizeAndWindowWillDo(int segmentSize, int window) => WithWire(WireFaults.None, _ =>
    {
        using LinuxClient client = new(segmentSize, window);
        client.Ask("a");
        client.Ask("b");

        Assert.Equal([.. "a\n"u8, .. _body, .. "b\n"u8, .. _body], client.Read(2 * (_body.Length + 2)));
        client.Finish();
    });

    [Fact]
    public void ThirtyConnectionsAreServedAtOnceAndOneMoreIsRefused() => WithWire(WireFaults.None, _ =>
    {
        LinuxClient[] clients = [.. Enumerable.Range(0, 30).Select(_ => new LinuxClient())];
        SocketException refused = Assert.Throws<SocketException>(() => new LinuxClient());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Array.ForEach(clients, client => client.Ask("q"));
        foreach (LinuxClient client in clients)
        {
            Assert.Equal(_body, client.Read(_body.Length + 2)[2..]);
            client.Finish();
            client.Dispose();
        }
        using LinuxClient again = new();
        again.Ask("q");
        Assert.Equal(_body, again.Read(_body.Length + 2)[2..]);
    });

    [Fact]
    public void AReaderThatComesLateGetsEverything() => WithWire(WireFaults.None, _ =>
    {
        using LinuxClient client = new(window: 2000);
        client.Socket.ReceiveBufferSize = 2304;
        client.Ask("late");
        Thread.Sleep(2500);

        Assert.Equal(_body, client.Read(_body.Length + 5)[5..]);
    });

    // Every client has gone at the end: so have their connections.
    private void WithWire(WireFaults faults, Action<StackEnd> body)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            TapEnd tap = new("kilnmmds0");
            Ip("link", "set", "kilnmmds0", "mtu", "65521", "up");
            Ip("address", "add", "169.254.7.7/16", "dev", "kilnmmds0");
            StackEnd stack = new(new LineHandler(_body));
            int seed = Seed.Next();
            output.WriteLine($"seed of the wire {seed}");
            Stopwatch watch = Stopwatch.StartNew();
            using (FaultyWire wire = new(tap, stack, faults, seed))
            {
                body(stack);
                if (stack.Open > 0 && !SpinWait.SpinUntil(() => stack.Open == 0, TimeSpan.FromSeconds(10)))
                {
                    // The reset of a client that had nothing under way was lost: whoever needs the place gets it.
                    output.WriteLine($"{stack.Open} connections are left");
                    Thread.Sleep(TimeSpan.FromSeconds(14));
                    LinuxClient[] clients = [.. Enumerable.Range(0, 30).Select(_ => new LinuxClient())];
                    Array.ForEach(clients, client => client.Dispose());
                }
                output.WriteLine(
                    $"{watch.ElapsedMilliseconds} ms, {stack.Metrics.ConnectionsCreated.Value} connections; to the guest {wire.ToLeft.Passed} frames passed and "
                    + $"{wire.ToLeft.Lost} were lost, from the guest {wire.ToRight.Passed} and {wire.ToRight.Lost}");
            }
            Assert.Equal(0, stack.Metrics.Malformed.Value + stack.Metrics.Unusual.Value);
        });
    }

    // Threads inherit the network namespace of the one that starts them.
    private static void Work(Action<int> work)
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Workers).Select(worker => new Thread(() =>
        {
            try
            {
                work(worker);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }

    private static void Ip(params string[] arguments)
    {
        using System.Diagnostics.Process program = System.Diagnostics.Process.Start("ip", arguments);
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
    }
}
