using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Processes;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Ten clients are served, whatever the others do; for one more the longest idle gives way, unless all are being answered.</summary>
public sealed class HttpServerTests
{
    private const string Request = "PUT / HTTP/1.1\r\n\r\n";
    private const string Done = "HTTP/1.1 204 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n";
    private const string TooMany =
        "HTTP/1.1 503\r\nServer: Kiln API\r\nConnection: close\r\nContent-Length: 40\r\n\r\n{ \"error\": \"Too many open connections\" }";

    [Theory]
    [InlineData("")]
    [InlineData("PUT / HT")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")]
    [InlineData("NO\r\n\r\n")]
    public void TheLongestIdleGivesWayToTheEleventh(string said)
    {
        using ApiServer server = new(new EchoHandler());
        SocketEnd[] ten = server.Connect(10);
        Array.ForEach(ten, client => server.Exchange(client, said));
        // The first is the last to have said something.
        _ = server.Exchange(ten[0], "x");

        using SocketEnd eleventh = server.Connect();

        Assert.Equal(Done, server.Exchange(eleventh, Request));
        Assert.Equal(("", true), (ten[1].Receive(), ten[1].IsEnded));
        Assert.All([ten[0], .. ten[2..]], client => Assert.Equal((said.StartsWith("NO", StringComparison.Ordinal), ""), (client.IsEnded, client.Receive())));
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void WhoHasHadTheLastAnswerGoesBeforeWhoIsIdle()
    {
        using ApiServer server = new(new EchoHandler());
        SocketEnd[] ten = server.Connect(10);
        Assert.StartsWith("HTTP/1.1 400", server.Exchange(ten[9], "NO\r\n\r\n"), StringComparison.Ordinal);

        using SocketEnd eleventh = server.Connect();

        Assert.Equal(Done, server.Exchange(eleventh, Request));
        Assert.All(ten[..9], client => Assert.Equal(("", false), (client.Receive(), client.IsEnded)));
        Assert.Equal(9, ten[..9].Count(client => server.Exchange(client, Request) == Done));
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void WhoHasJustSentARequestIsNotIdle()
    {
        using ApiServer server = new(new EchoHandler());
        SocketEnd[] ten = server.Connect(10);
        // The loop finds the newcomer first, and the requests of all but the last with it.
        using SocketEnd eleventh = SocketEnd.Connect(server.Path);
        Array.ForEach(ten[..9], client => client.Send(Request));

        server.Turn();

        Assert.All(ten[..9], client => Assert.Equal((Done, false), (client.Receive(), client.IsEnded)));
        Assert.Equal(("", true), (ten[9].Receive(), ten[9].IsEnded));
        Assert.Equal(Done, server.Exchange(eleventh, Request));
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void TenThatNeverStopSendingHalfARequestLockNobodyOut()
    {
        using ApiServer server = new(new EchoHandler());
        SocketEnd[] ten = server.Connect(10);
        Array.ForEach(ten, client => server.Exchange(client, "PUT / HTTP/1.1\r\nContent-Length: 50000\r\n\r\n"));
        using SocketEnd eleventh = SocketEnd.Connect(server.Path);
        Array.ForEach(ten, client => client.Send("x"));

        server.Turn();

        Assert.Equal(Done, server.Exchange(eleventh, Request));
        _ = ten.Sum(client => client.Receive().Length);
        Assert.Equal(1, ten.Count(client => client.IsEnded));
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void TheEleventhClientIsTurnedAwayByteForByteWhileTenAreBeingAnswered()
    {
        HeldHandler handler = new();
        using ApiServer server = new(handler);
        SocketEnd[] ten = server.Connect(10);
        Array.ForEach(ten, client => client.Send(Request));
        server.Turn();

        using SocketEnd eleventh = server.Connect();
        Assert.Equal((TooMany, true, 0), (eleventh.Receive(), eleventh.IsEnded, eleventh.Error.Number));
        // A client that has already sent its request also finds the end of the stream after the response.
        using SocketEnd hasty = SocketEnd.Connect(server.Path);
        hasty.Send(Request);
        server.Turn();
        Assert.Equal((TooMany, true, 0), (hasty.Receive(), hasty.IsEnded, hasty.Error.Number));
        ten[3].Dispose();
        handler.Held.ToList().ForEach(handler.Release);
        server.Turn();
        using SocketEnd next = server.Connect();

        Assert.StartsWith("HTTP/1.1 200", server.Exchange(next, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Array.ForEach(ten, client => client.Dispose());
    }

    [Fact]
    public void AClientThatDoesNotReadOrSaysHalfADoesNotKeepOthersWaiting()
    {
        using ApiServer server = new(new TextHandler(new byte[400_000]));
        using SocketEnd deaf = server.Connect();
        using SocketEnd half = server.Connect();
        using SocketEnd body = server.Connect();
        using SocketEnd good = server.Connect();
        deaf.Send(Request + Request + Request);
        half.Send("PUT / HT");
        body.Send("PUT / HTTP/1.1\r\nContent-Length: 50000\r\n\r\nhalf");
        server.Turn();
        StringBuilder got = new();
        good.Send(Request);
        for (int more = 1; more > 0;)
        {
            server.Turn();
            string piece = good.Receive();
            got.Append(piece);
            more = piece.Length;
        }

        Assert.Equal(HttpModel.Answer(200, "keep-alive", "", "application/octet-stream", new string('\0', 400_000)), got.ToString());
        Assert.Equal("", half.Receive() + body.Receive());
    }

    [Fact]
    public void APlaceIsUsedAgainWithoutWhatTheFormerClientLeft()
    {
        EchoHandler handler = new();
        using ApiServer server = new(handler);
        string[] lefts =
            ["GET / HT", "PUT / HTTP/1.1\r\nContent-Length: 9\r\n", "PUT / HTTP/1.1\r\nContent-Length: 60\r\n\r\nleft", "NO\r\n\r\n"];
        foreach (string left in lefts)
        {
            using (SocketEnd former = server.Connect())
            {
                former.Send(left);
                server.Turn();
            }
            server.Turn();
            using SocketEnd client = server.Connect();
            Assert.Equal(Done, server.Exchange(client, Request));
        }
        Assert.Equal(Enumerable.Repeat("Put / 0", 4), handler.Requests);
    }

    [Fact]
    public void AtTheEndAnswersAreTakenAndNothingElseIsRead()
    {
        byte[] text = new byte[400_000];
        TextHandler handler = new(text);
        using ApiServer server = new(handler);
        using SocketEnd slow = server.Connect();
        using SocketEnd idle = server.Connect();
        slow.Send(Request + Request);
        server.Turn();
        int got = 0;
        Thread reader = new(() =>
        {
            byte[] piece = new byte[100_000];
            while (!slow.IsEnded)
            {
                got += slow.ReceiveInto(piece);
                Thread.Sleep(1);
            }
        });
        reader.Start();

        server.Finish();
        reader.Join();

        Assert.Equal(1, handler.Count);
        Assert.Equal(HttpModel.Answer(200, "keep-alive", "", "application/octet-stream", new string('\0', text.Length)).Length, got);
        Assert.Equal(("", true), (idle.Receive(), idle.IsEnded));
    }

    [Fact]
    public void AClientThatNeverReadsDoesNotKeepTheServerFromEnding()
    {
        using ApiServer server = new(new TextHandler(new byte[400_000]));
        using SocketEnd deaf = server.Connect();
        deaf.Send(Request);
        server.Turn();
        long start = Stopwatch.GetTimestamp();

        server.Finish();

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 10);
    }

    // Tests of exhausted resources need the whole process: nothing else may need a descriptor or memory meanwhile.
    [Collection(AloneCollection.Name)]
    public sealed class WithoutResources
    {
        [Fact]
        public void WithoutADescriptorClientsWaitAndOthersAreServed()
        {
            using ApiServer server = new(new EchoHandler());
            using SocketEnd good = server.Connect();
            using SocketEnd waiting = SocketEnd.Connect(server.Path);
            waiting.Send(Request);
            int free = LowestFreeDescriptor();
            int turns = 0;
            long start = Stopwatch.GetTimestamp();
            using (new LoweredLimit((int)Resource.RLIMIT_NOFILE, (ulong)free))
            {
                for (; turns < 10; turns++)
                {
                    server.Loop.Turn(0);
                }
                good.Send(Request);
                server.Loop.Turn(0);
                Assert.Equal(Done, good.Receive());
            }
            // The loop is asked at once, and does not spin.
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 10 * turns, 10_000);
            Assert.Equal("", waiting.Receive());

            server.Turn();

            Assert.Equal(Done, waiting.Receive());
        }

        [Fact]
        public void WithoutMemoryForABodyTheClientIsToldAndTheOthersAreServed()
        {
            using ApiServer server = new(new EchoHandler(), int.MaxValue);
            using SocketEnd good = server.Connect();
            using SocketEnd large = server.Connect();
            Assert.Equal(Done, server.Exchange(good, Request));
            string answer;
            using (new LoweredLimit((int)Resource.RLIMIT_AS, AddressSpace() + (256UL << 20)))
            {
                answer = server.Exchange(large, "PUT / HTTP/1.1\r\nContent-Length: 2147483647\r\n\r\n");
            }

            Assert.Equal(
                "HTTP/1.1 500 \r\nServer: Kiln API\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 117\r\n\r\n"
                + "{ \"error\": \"No memory for request payload with size 2147483647."
                + "\\nAll previous unanswered requests will be dropped.\" }",
                answer);
            Assert.Equal(Done, server.Exchange(good, Request));
            using SocketEnd next = server.Connect();
            Assert.Equal(
                HttpModel.Answer(200, "keep-alive", "", "text/plain", "x"),
                server.Exchange(next, "PUT / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx"));
        }

        private static int LowestFreeDescriptor()
        {
            using EventFd probe = EventFd.Create();
            return probe.Descriptor.Number;
        }

        private static ulong AddressSpace() =>
            ulong.Parse(System.IO.File.ReadAllText("/proc/self/statm").Split(' ')[0], null) * (ulong)Environment.SystemPageSize;
    }
}
