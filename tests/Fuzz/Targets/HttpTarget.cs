using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// The API server. An input is what a client sends, split into pieces derived from the input. The responses must equal the model's for the
/// whole stream, and the connection must be closed when the client is gone.
/// </summary>
internal sealed class HttpTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // For a long input; each piece costs several system calls.
    private const int FewestPieces = 16;

    // A response may echo the beginning of the status line.
    private const string StatusEnd = " \r\nServer: Kiln API\r\n";

    private const string Refused = "{ \"error\": \"";

    // One limit that inputs exceed, and one that they do not come near.
    private static readonly int[] _payloadLimits = [64, HttpServer.DefaultPayloadLimit];

    /// <inheritdoc/>
    public string Name => "http";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<HttpStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = seeds;

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new HttpMutator(random, HttpWords.Api);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        Random random = RandomOf(input);
        int limit = _payloadLimits[random.Next(_payloadLimits.Length)];
        HttpModel model = HttpModel.Of(Encoding.Latin1.GetString(input), limit);
        EchoHandler handler = new();
        using FakeClient client = new(handler, limit);
        string answers = InPieces(client, input, random);
        if (answers != model.Answers || !handler.Requests.SequenceEqual(model.Requests) || client.End.IsEnded != model.IsEnded)
        {
            throw new InvalidOperationException("the server answers otherwise than the model");
        }
        client.End.EndSending();
        client.Turn();
        if (client.State != ConnectionState.Closed)
        {
            throw new InvalidOperationException($"the client is gone and its connection is {client.State}");
        }
        return new Observation(model.Depth, Diagnostics(answers));
    }

    /// <inheritdoc/>
    /// <remarks>A target of the dictionary that no seed has, with DELETE and a body, after another request.</remarks>
    public bool IsPlanted(byte[] input) => HttpModel.Of(Encoding.Latin1.GetString(input), HttpServer.DefaultPayloadLimit).Requests.Skip(1)
        .Any(request => request.StartsWith($"Delete {HttpWords.PlantedTarget} ", StringComparison.Ordinal)
            && !request.EndsWith(" 0", StringComparison.Ordinal));

    private static string InPieces(FakeClient client, byte[] input, Random random)
    {
        StringBuilder answers = new();
        int longest = Math.Max(1 << random.Next(4, 15), input.Length / FewestPieces);
        for (int at = 0; at < input.Length;)
        {
            int length = Math.Min(random.Next(1, longest), input.Length - at);
            answers.Append(client.Exchange(input.AsSpan(at, length)));
            at += length;
        }
        return answers.ToString();
    }

    // Statuses, and messages without what they quote.
    private static string[] Diagnostics(string answers)
    {
        IEnumerable<string> statuses = answers.Split(StatusEnd).SkipLast(1).Select(answer => string.Concat(answer.TakeLast(3)));
        int refused = answers.LastIndexOf(Refused, StringComparison.Ordinal);
        IEnumerable<string> reasons = refused < 0 ? [] : [Kind(answers[(refused + Refused.Length)..])];
        return [.. statuses.Concat(reasons).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Kind(string reason)
    {
        int end = reason.IndexOfAny(['\\', '"']);
        string words = reason[..end].Split("Key: ")[0].Split("Key:")[0].Split("Header: ")[0];
        return string.Join(' ', words.Split(' ').Select(word => word.Any(char.IsAsciiDigit) ? "N" : word));
    }

    // The same input is always split into the same pieces.
    private static Random RandomOf(byte[] input)
    {
        int hash = input.Length;
        foreach (byte value in input)
        {
            hash = unchecked((hash * 31) + value);
        }
        return new Random(hash);
    }
}
