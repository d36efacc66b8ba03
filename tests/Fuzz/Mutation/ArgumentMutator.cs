using System.Linq;
using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates command lines: mostly by whole options and values, which keeps them well-formed, otherwise as text.</summary>
/// <param name="random">The source of randomness.</param>
/// <param name="options">Options, each with a plausible value, or null for a flag.</param>
internal sealed class ArgumentMutator(Random random, IReadOnlyList<(string Name, string? Value)> options, IReadOnlyList<string> words) : IMutator
{
    private const byte Separator = 0;
    private const int OneInputInBroken = 3;
    private const int MostEdits = 3;

    private readonly WordMutator _breaking = new(random, [.. options.Select(option => option.Name), .. words], Separator);

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        if (random.Next(OneInputInBroken) == 0)
        {
            return _breaking.Next(corpus);
        }
        List<string> arguments = [.. Encoding.UTF8.GetString(corpus.Any(random)).Split('\0')];
        for (int edits = random.Next(MostEdits) + 1; edits > 0; edits--)
        {
            Edit(arguments);
        }
        return Encoding.UTF8.GetBytes(string.Join('\0', arguments));
    }

    private void Edit(List<string> arguments)
    {
        (string name, string? value) = options[random.Next(options.Count)];
        int at = arguments.IndexOf(name);
        if (at < 0)
        {
            arguments.InsertRange(0, value is null ? [name] : [name, value]);
        }
        else if (value is not null && at + 1 < arguments.Count)
        {
            arguments[at + 1] = random.Next(2) == 0 ? value : words[random.Next(words.Count)];
        }
    }
}
