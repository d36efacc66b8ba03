using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.Json;
using Kiln.Vmm.Json;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// Compares the reader of request bodies and configuration files with System.Text.Json: both must accept the same texts and read the same
/// values. Each text is read twice: with all its values, and as an ignored member.
/// </summary>
internal sealed class JsonTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // Messages for invalid JSON. "expected value" is not among them: it is also used for an enumeration's value that is not a string.
    private static readonly string[] _syntax =
    [
        JsonWords.EndInList, JsonWords.EndInObject, JsonWords.EndInString, JsonWords.EndInValue,
        JsonWords.NoColon, JsonWords.NoListSeparator, JsonWords.NoObjectSeparator, JsonWords.NoWord, JsonWords.NoKey,
        JsonWords.BadEscape, JsonWords.BadNumber, JsonWords.ControlCharacter, JsonWords.CommaAtEnd, JsonWords.MoreThanAValue, JsonWords.TooDeep,
    ];

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<JsonStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds => seeds;

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new JsonMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        JsonFailure? broken = KilnWalk.Skip(input);
        if ((broken is null) != LibraryWalk.Accepts(input))
        {
            throw new InvalidOperationException($"the library says otherwise than \"{broken?.Words ?? "it is JSON"}\"");
        }
        List<string>? values = KilnWalk.Values(input);
        List<string>? expected = LibraryWalk.Values(input);
        if (values is null ? expected is not null : expected is null || !values.SequenceEqual(expected))
        {
            throw new InvalidOperationException("the library reads something else, or one of the two reads nothing");
        }
        JsonFailure? failure = SampleTexts.FailureOf("machine", input);
        CheckFailure(input, broken, failure);
        JsonStage stage = broken is not null ? JsonStage.Bytes
            : failure is null ? JsonStage.Bound
            : values is ["{", ..] ? JsonStage.Object
            : JsonStage.Json;
        string[] kinds = [.. new[] { broken, failure }.OfType<JsonFailure>().Select(Kind).Distinct().Order(StringComparer.Ordinal)];
        return new Observation((int)stage, kinds);
    }

    /// <inheritdoc/>
    /// <remarks>A string of the dictionary that no seed has, as the label or a name of a bound object.</remarks>
    public bool IsPlanted(byte[] input)
    {
        JsonReader reader = new(input);
        SampleBody body = new();
        body.Read(ref reader);
        return body.Label == "quiesce" || body.Names.Contains("quiesce");
    }

    private static void CheckFailure(byte[] input, JsonFailure? broken, JsonFailure? failure)
    {
        if (broken is not null && failure is null)
        {
            throw new InvalidOperationException("the binder takes what is no JSON");
        }
        if (broken is null && failure is not null && _syntax.Contains(failure.Words))
        {
            throw new InvalidOperationException($"the binder says \"{failure.Words}\" of what is JSON");
        }
        // A message quotes the input, and goes to clients and logs; its length must be bounded.
        foreach (JsonFailure said in new[] { broken, failure }.OfType<JsonFailure>())
        {
            if (said.Message.Any(char.IsControl) || said.Message.Length > 2048 || said.Offset < 0 || said.Offset > input.Length)
            {
                throw new InvalidOperationException("a failure does not print, is long, or has no place");
            }
        }
    }

    // The message without the parts that depend on the input.
    private static string Kind(JsonFailure failure) =>
        _syntax.Contains(failure.Words) ? failure.Words : failure.Words.Split('`', '"')[0].Split(", expected")[0].TrimEnd();
}
