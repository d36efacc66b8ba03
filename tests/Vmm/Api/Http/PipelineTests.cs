using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Requests may come in any pieces and before the answers to others; answers come in order, as fast as they are taken.</summary>
public sealed class PipelineTests(ITestOutputHelper output)
{
    private static readonly string[] _streams =
    [
        "GET /version HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
        "PUT /actions HTTP/1.1\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n{\"a\":\r\n\r\n",
        "PATCH /vm HTTP/1.1\r\n\r\nDELETE /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nxGET none HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nA\r\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 51201\r\n\r\nbody",
        "GET / HTTP/1.1\r\nA: " + new string('x', 2000),
        "GET /\xF0\x9F\x98\x80 HTTP/1.1\r\n\xE2\x82\xAC: \xE2\x82\xAC\r\n\r\n",
    ];

    [Fact]
    public void AStreamMeansTheSameInTwoPiecesWhereverItIsCut()
    {
        int cuts = 0;
        foreach (string stream in _streams)
        {
            string answers = HttpModel.Of(stream, HttpServer.DefaultPayloadLimit).Answers;
            for (int cut = 0; cut <= stream.Length; cut++)
            {
                using FakeClient client = new(new EchoHandler());
                string got = client.Exchange(stream[..cut]) + client.Exchange(stream[cut..]);
                Assert.True(answers == got, $"cut at {cut} of {stream}: {got}");
                cuts++;
            }
        }
        output.WriteLine($"{cuts} cuts");
    }

    [Fact]
    public void AStreamMeansTheSameByteByByte()
    {
        Assert.All(_streams, stream =>
        {
            using FakeClient client = new(new EchoHandler());
            StringBuilder answers = new();
            foreach (char one in stream)
            {
                answers.Append(client.Exchange(one.ToString()));
            }
            Assert.Equal(HttpModel.Of(stream, HttpServer.DefaultPayloadLimit).Answers, answers.ToString());
        });
    }

    [Fact]
    public void ManyRequestsAtOnceAreAnsweredInOrder()
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);
        string stream = string.Concat(Enumerable.Range(0, 5000).Select(number => $"GET /{number} HTTP/1.1\r\n\r\n"));

        string answers = client.Exchange(stream);

        Assert.Equal(Enumerable.Range(0, 5000).Select(number => $"Get /{number} 0"), handler.Requests);
        Assert.Equal(HttpModel.Of(stream, 0).Answers, answers);
    }

    [Fact]
    public void ATurnAnswersOneRequest()
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);
        client.End.Send(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\n\r\n", 50)));

        int turns = client.Turn();

        Assert.Equal(50, handler.Requests.Count);
        Assert.InRange(turns, 50, 55);
    }

    [Fact]
    public void AClientThatTakesNoAnswersIsNotReadFrom()
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);
        string request = $"GET /{new string('x', 1000)} HTTP/1.1\r\n\r\n";
        int sent = 0;
        for (int idle = 0; idle < 2;)
        {
            int more = client.End.Send(request);
            sent += more;
            idle = more == 0 ? idle + 1 : 0;
            client.Turn();
        }
        int handled = handler.Requests.Count;
        Assert.Equal(ConnectionState.Answering, client.State);

        string answers = client.Settle();

        // What the kernel holds in either direction, and no more.
        Assert.InRange(handled, 10, 1000);
        Assert.InRange(sent, request.Length * (handled + 1), 2_000_000);
        Assert.Equal(sent / request.Length, handler.Requests.Count);
        Assert.Equal(sent / request.Length, answers.Split("HTTP/1.1 200").Length - 1);
    }

    [Fact]
    public void AnAnswerThatIsTakenInPiecesIsWhole()
    {
        byte[] text = new byte[800_000];
        new Random(1).NextBytes(text);
        using FakeClient client = new(new TextHandler(text));
        byte[] piece = new byte[10_007];
        List<byte> got = [];
        client.End.Send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        do
        {
            client.Turn();
            int count = client.End.ReceiveInto(piece);
            got.AddRange(piece.AsSpan(0, count));
        }
        while (client.State == ConnectionState.Answering);
        got.AddRange(Encoding.Latin1.GetBytes(client.Settle()));

        string answer = HttpModel.Answer(200, "keep-alive", "", "application/octet-stream", Encoding.Latin1.GetString(text));
        Assert.Equal(Encoding.Latin1.GetBytes(answer + answer), got);
    }

    [Fact]
    public void ClientsThatSendNoMoreGetWhatTheyAskedFor()
    {
        EchoHandler handler = new();
        using FakeClient client = new(handler);
        client.End.Send("GET /a HTTP/1.1\r\n\r\nPUT /b HTTP/1.1\r\nContent-Length: 1\r\n\r\nxGET /c HTTP/1.1\r\n");
        client.End.EndSending();

        string answers = client.Settle();

        Assert.Equal(["Get /a 0", "Put /b 1"], handler.Requests);
        Assert.Equal(
            HttpModel.Answer(200, "keep-alive", "", "application/json", "/a") + HttpModel.Answer(200, "keep-alive", "", "text/plain", "x"),
            answers);
        Assert.Equal((true, 0, ConnectionState.Closed), (client.End.IsEnded, client.End.Error.Number, client.State));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nbod")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("NO\r\n\r\n")]
    public void AClientThatGoesLeavesNothingOpen(string sent)
    {
        using FakeClient client = new(new EchoHandler());
        client.End.Send(sent);
        client.Turn();

        client.End.Dispose();
        client.Turn();

        Assert.Equal(ConnectionState.Closed, client.State);
    }

    [Fact]
    public void AClientThatGoesWithoutItsAnswersLeavesNothingOpen()
    {
        using FakeClient client = new(new TextHandler(new byte[800_000]));
        client.End.Send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        client.Turn();
        Assert.Equal(ConnectionState.Answering, client.State);

        client.End.Dispose();
        client.Turn();

        Assert.Equal(ConnectionState.Closed, client.State);
    }
}
