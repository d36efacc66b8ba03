using System.Text;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Whatever is sent, in whatever pieces, the answers are those that the model works out from the whole.</summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int Streams = 3000;

    [Fact]
    public void AnswersAreTheModels()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        RandomStream streams = new(random);
        int requests = 0;
        int refusals = 0;
        for (int round = 0; round < Streams; round++)
        {
            string stream = streams.Next();
            int limit = random.Next(4) == 0 ? random.Next(6000) : HttpServer.DefaultPayloadLimit;
            HttpModel model = HttpModel.Of(stream, limit);
            EchoHandler handler = new();
            using FakeClient client = new(handler, limit);

            string answers = InPieces(client, stream, random);

            Assert.True(model.Answers == answers, $"round {round}: {stream}\nmodel: {model.Answers}\nserver: {answers}");
            Assert.Equal(model.Requests, handler.Requests);
            Assert.Equal(model.IsEnded, client.End.IsEnded);
            requests += model.Requests.Count;
            refusals += model.Answers.Contains("{ \"error\"", StringComparison.Ordinal) ? 1 : 0;
        }
        output.WriteLine($"{requests} requests, {refusals} refusals");
        Assert.InRange(requests, Streams, 5 * Streams);
        Assert.InRange(refusals, Streams / 10, Streams);
    }

    // A handler that answers otherwise is seen: the comparison compares.
    [Fact]
    public void AnotherAnswerIsSeen()
    {
        const string Stream = "GET /a HTTP/1.1\r\n\r\n";
        using FakeClient client = new(new TextHandler([]));

        Assert.NotEqual(HttpModel.Of(Stream, 0).Answers, client.Exchange(Stream));
    }

    private static string InPieces(FakeClient client, string stream, Random random)
    {
        StringBuilder answers = new();
        int longest = 1 << random.Next(1, 15);
        for (int at = 0; at < stream.Length;)
        {
            int length = Math.Min(random.Next(1, longest), stream.Length - at);
            answers.Append(client.Exchange(stream.Substring(at, length)));
            at += length;
        }
        return answers.ToString();
    }
}
