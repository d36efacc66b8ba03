using System.Globalization;
using System.Linq;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz;

/// <param name="Inputs">The number of inputs to make.</param>
/// <param name="Seed">The seed: the same seed and number of inputs give the same inputs.</param>
/// <param name="Corpus">A directory of additional seed inputs, or null.</param>
/// <param name="Longest">The maximum length of an input in bytes; longer ones are truncated.</param>
/// <param name="Plant">Whether to plant a fault that the run must find.</param>
internal sealed record FuzzOptions(string Target, int Inputs, int Seed, string? Corpus, int Longest, bool Plant)
{
    internal const string Usage = "usage: Kiln.Fuzz profiles|filter-set|jailer-options|cgroup-files|accounts|json|http|api|virtio|net|vsock|balloon|state|snapshot|mmds-frames|mmds-http --inputs N [--seed S] [--corpus DIR] [--longest BYTES] [--plant]";

    /// <summary>Parses the command line; null when it is invalid.</summary>
    internal static FuzzOptions? Parse(string[] arguments)
    {
        FuzzOptions options = new(arguments.FirstOrDefault(""), -1, 1, null, EditBuffer.MaximumLength, false);
        for (string[] rest = [.. arguments.Skip(1)]; rest.Length > 0;)
        {
            switch (rest)
            {
                case ["--inputs", var text, ..] when Number(text) is { } inputs:
                    (options, rest) = (options with { Inputs = inputs }, rest[2..]);
                    break;
                case ["--seed", var text, ..] when Number(text) is { } seed:
                    (options, rest) = (options with { Seed = seed }, rest[2..]);
                    break;
                case ["--corpus", var directory, ..]:
                    (options, rest) = (options with { Corpus = directory }, rest[2..]);
                    break;
                case ["--longest", var text, ..] when Number(text) is { } longest:
                    (options, rest) = (options with { Longest = longest }, rest[2..]);
                    break;
                case ["--plant", ..]:
                    (options, rest) = (options with { Plant = true }, rest[1..]);
                    break;
                default:
                    return null;
            }
        }
        return options.Inputs >= 0 ? options : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
