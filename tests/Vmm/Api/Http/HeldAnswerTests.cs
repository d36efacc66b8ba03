using System.Text;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Answers that clients do not read are held outside the collected heap, up to a bound for all clients together.</summary>
[Collection(AloneCollection.Name)]
public sealed class HeldAnswerTests
{
    private const int Long = 400_000;
    private const string Request = "GET /vm/config HTTP/1.1\r\n\r\n";

    [Fact]
    public void WhatThereIsNoRoomForIsRefusedAndWhatIsHeldIsWhole()
    {
        using ApiServer server = new(new TextHandler(Encoding.ASCII.GetBytes(new string('x', Long))));
        SocketEnd[] clients = server.Connect(HttpServer.ConnectionLimit);
        foreach (SocketEnd client in clients)
        {
            client.Send(Request);
            server.Turn();
        }

        string refused = clients[2].Receive();
        Assert.StartsWith("HTTP/1.1 400 ", refused, StringComparison.Ordinal);
        string body = refused[(refused.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal(
            "{\"fault_message\":\"Answers that nobody reads leave no room for this one; at most 1048576 bytes are held: read them, or try again\"}", body);
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n\r\n", refused, StringComparison.Ordinal);
        // Whoever reads gets all of it, and makes room.
        Assert.EndsWith(new string('x', Long), Whole(server, clients[0]), StringComparison.Ordinal);
        clients[2].Send(Request);
        Assert.EndsWith(new string('x', Long), Whole(server, clients[2]), StringComparison.Ordinal);
        // So does a client that disconnects.
        clients[1].Dispose();
        server.Turn();
        clients[3].Receive();
        clients[3].Send(Request);
        Assert.EndsWith(new string('x', Long), Whole(server, clients[3]), StringComparison.Ordinal);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void ALongAnswerThatWaitsAllocatesNothing()
    {
        using FakeClient client = new(new TextHandler(new byte[Long]));
        byte[] request = Encoding.ASCII.GetBytes(Request);
        byte[] buffer = new byte[64 * 1024];

        long allocated = Allocation.Of(() =>
        {
            client.End.Send(request);
            client.Turn();
            while (client.End.ReceiveInto(buffer) > 0)
            {
                client.Turn();
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void AnAnswerHasALongest()
    {
        HttpResponse response = new();
        byte[] text = new byte[HeldAnswers.LongestAnswer];

        Assert.Throws<AnswerOverflow>(() => response.SetText("text/plain"u8, text));
        Assert.Throws<AnswerOverflow>(() => response.SetLongText("text/plain"u8, (ref writer) => writer.Append(text)));
        Assert.Throws<AnswerOverflow>(() => response.BeginJson(200).GetMemory(HeldAnswers.LongestAnswer));

        response.SetText("text/plain"u8, text.AsSpan(1024));
        Assert.Equal(text.Length - 1024, response.Body.Length);
        response.SetFault(400, "x");
        Assert.Equal("{\"fault_message\":\"x\"}", Encoding.UTF8.GetString(response.Body));
        response.Unmap();
    }

    private static string Whole(ApiServer server, SocketEnd client)
    {
        StringBuilder text = new();
        string more;
        do
        {
            server.Turn();
            text.Append(more = client.Receive());
        }
        while (more.Length > 0);
        return text.ToString();
    }
}
