using System.IO;
using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Requests and clients come and go, and nothing of them stays.</summary>
[Collection(AloneCollection.Name)]
public sealed class SteadyStateTests(ITestOutputHelper output)
{
    private const int Clients = 10_000;
    private const int Attempts = 3;

    // Seven bytes for each client: whoever left anything would leave more.
    private const long Slack = 64 * 1024;

    [Theory]
    [InlineData("GET /version HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nUser-Agent: curl/8.0\r\n\r\n", 0)]
    [InlineData("PUT /actions HTTP/1.1\r\nContent-Length: 31\r\nContent-Type: application/json\r\n\r\n", 31)]
    [InlineData("PUT /mmds HTTP/1.1\r\nContent-Length: 51200\r\nExpect: 100-continue\r\n\r\n", 51200)]
    public void ARequestAllocatesNothing(string head, int bodyLength)
    {
        TextHandler handler = new(new byte[1000]);
        using FakeClient client = new(handler);
        byte[] request = [.. Encoding.Latin1.GetBytes(head), .. new byte[bodyLength]];
        byte[] buffer = new byte[4096];

        long allocated = Allocation.Of(() =>
        {
            client.End.Send(request);
            client.Turn();
            while (client.End.ReceiveInto(buffer) > 0)
            {
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2000, handler.Count);
    }

    // The formatting of the message is measured alone: the connection may end with it.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nno colon \xC3\xA9\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\xE2\x82\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 51201\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nAccept-Encoding: identity;q=0\r\n\r\n")]
    public void ARefusalAllocatesNothing(string request)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(request);
        ReasonText reason = new();
        RequestHead head = new(HttpServer.DefaultPayloadLimit, reason);
        HttpResponse response = new();
        int refusals = 0;

        long allocated = Allocation.Of(() =>
        {
            head.Clear();
            refusals += head.Read(bytes, out _) is HeadProgress.Failed or HeadProgress.Refused ? 1 : 0;
            response.Clear();
            response.SetError(400, reason.Utf8);
            _ = response.Finish(closing: true);
        });

        Assert.Equal((0, 2000), (allocated, refusals));
    }

    [Fact]
    public void TenThousandClientsLeaveNothing()
    {
        using ApiServer server = new(new TextHandler(new byte[100]));
        Visit(server, 100);
        CloseWhatOtherTestsLeft();
        int descriptors = Sockets();
        long left = long.MaxValue;
        // What other tests left may be freed meanwhile, but not each time.
        for (int attempt = 1; attempt <= Attempts && left is < -Slack or > Slack; attempt++)
        {
            long bytes = GC.GetTotalMemory(forceFullCollection: true);
            Visit(server, Clients);
            left = GC.GetTotalMemory(forceFullCollection: true) - bytes;
            output.WriteLine($"{left} bytes left by {Clients} clients");
        }

        Assert.Equal(descriptors, Sockets());
        Assert.InRange(left, -Slack, Slack);
    }

    [Fact]
    public void DescriptorsThatStayAreSeen()
    {
        using ApiServer server = new(new TextHandler([]));
        CloseWhatOtherTestsLeft();
        int descriptors = Sockets();
        SocketEnd[] clients = server.Connect(5);

        Assert.Equal(descriptors + 10, Sockets());
        Array.ForEach(clients, client => client.Dispose());
    }

    // Each in one of the ways to come and go.
    private static void Visit(ApiServer server, int clients)
    {
        byte[] body = Encoding.Latin1.GetBytes("PUT / HTTP/1.1\r\nContent-Length: 20000\r\n\r\n" + new string('b', 20_000));
        for (int count = 0; count < clients; count++)
        {
            using SocketEnd client = SocketEnd.Connect(server.Path);
            switch (count % 5)
            {
                case 0:
                    client.Send(body);
                    break;
                case 1:
                    client.Send(body.AsSpan(..10_000));
                    break;
                case 2:
                    client.Send("NO\r\n\r\n");
                    break;
                case 3:
                    client.Send("GET / HTTP/1.1\r\n\r\n");
                    client.EndSending();
                    break;
            }
            server.Turn();
            if (count % 5 != 4)
            {
                client.Receive();
            }
        }
        server.Turn();
    }

    // A finalizer that closed one of theirs between two counts would hide one of ours that stayed.
    private static void CloseWhatOtherTestsLeft()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static int Sockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsSocket);

    private static bool IsSocket(string descriptor) => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)
        ?.Name.StartsWith("socket:", StringComparison.Ordinal) is true;
}
