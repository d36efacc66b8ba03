using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Mmds.Stack;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// The front end of the metadata service. An input is what a guest sends on a connection; a word in it stands for a valid token. Each request must be taken
/// as far, and answered as, the model says, and counted; and none may be taken before its end.
/// </summary>
internal sealed class MetadataTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // Sorted names, as the model needs them; one that no seed asks for.
    private const string Data =
        """{"latest":{"a/b":{"~":"tilde"},"meta-data":{"ami-id":"i-1","empty":"","list":["a","b"],"n":5},"sub":{"k":"v\u00e9"}},"planted":{}}""";

    /// <inheritdoc/>
    public string Name => "mmds-http";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<MetadataStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = seeds;

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new HttpMutator(random, HttpWords.Metadata);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        using AskedServer server = new(input.Length % 16 == 0 ? null : Data);
        server.Server.NeedsToken = input.Length % 2 == 0;
        server.Server.IsImdsCompatible = input.Length % 3 == 0;
        string token = server.NewToken();
        string? data = input.Length % 16 == 0 ? null : Data.Replace("\\u00e9", "\u00e9", StringComparison.Ordinal);
        ServerModel model = new(data, server.Server.NeedsToken, server.Server.IsImdsCompatible, token);
        List<(int Status, bool IsUnparsable)> seen = Compare(server, model, TextOf(input, token));
        if (server.Counts != (model.Missing, model.Wrong))
        {
            throw new InvalidOperationException($"the server counts {server.Counts}, the model {(model.Missing, model.Wrong)}");
        }
        return new Observation((int)StageOf(seen), [.. seen.Select(answer => $"{answer.Status}{(answer.IsUnparsable ? "!" : "")}").Distinct().Order()]);
    }

    /// <inheritdoc/>
    /// <remarks>The data that no seed asks for, in JSON, with a token, after another request.</remarks>
    public bool IsPlanted(byte[] input) => RequestText.Split(input).Skip(1).Any(request => request is { Method: "GET", Target: HttpWords.PlantedTarget }
        && request.Headers.Any(header => header.EndsWith("application/json", StringComparison.Ordinal))
        && request.Headers.Any(header => header.EndsWith(HttpWords.Token, StringComparison.Ordinal)));

    private static List<(int Status, bool IsUnparsable)> Compare(AskedServer server, ServerModel model, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        List<(int, bool)> seen = [];
        for (int at = 0; ;)
        {
            ReadOnlySpan<byte> window = bytes.AsSpan(at, Math.Min(bytes.Length - at, ReceiveWindow.Length));
            (int taken, string answer) = server.Ask(window);
            (int expected, string expectedAnswer) = model.Ask(text.Substring(at, window.Length));
            if (taken != expected || ServerModel.WithoutToken(answer) != expectedAnswer)
            {
                throw new InvalidOperationException($"the server takes {taken} bytes and answers {answer}; the model {expected}, {expectedAnswer}");
            }
            if (taken == 0)
            {
                return seen;
            }
            if (server.Take(window[..(taken - 1)]) != 0)
            {
                throw new InvalidOperationException("a request is taken before its end");
            }
            seen.Add(model.Last);
            at += taken;
        }
    }

    private static MetadataStage StageOf(List<(int Status, bool IsUnparsable)> seen) => seen.Count(answer => answer.Status == 200) switch
    {
        > 1 => MetadataStage.GivenAgain,
        1 => MetadataStage.Given,
        _ => seen.Any(answer => !answer.IsUnparsable) ? MetadataStage.Understood
            : seen.Count > 0 ? MetadataStage.Complete
            : MetadataStage.Bytes,
    };

    private static string TextOf(byte[] input, string token) =>
        Encoding.Latin1.GetString(input).Replace(HttpWords.Token, token, StringComparison.Ordinal);
}
