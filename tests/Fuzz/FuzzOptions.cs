using System.Globalization;
using System.Linq;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz;

/// <summary>The command line.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Inputs">How many inputs are made.</param>
/// <param name="Seed">What chance starts from: the same seed and number of inputs give the same inputs.</param>
/// <param name="Corpus">A directory of more seeds, or null.</param>
/// <param name="Longest">The longest input, in bytes; longer ones are cut.</param>
/// <param name="Plant">Whether the target gets a fault that the run must find.</param>
internal sealed record FuzzOptions(string Target, int Inputs, int Seed, string? Corpus, int Longest, bool Plant)
{
    internal const string Usage = "usage: Kiln.Fuzz profiles|filter-set|jailer-options|cgroup-files|accounts|json|http|api|virtio|state --inputs N [--seed S] [--corpus DIR] [--longest BYTES] [--plant]";

    /// <summary>Reads the command line; null when it is none.</summary>
    /// <param name="arguments">The arguments.</param>
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
