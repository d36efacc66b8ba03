using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Fuzz.Targets;

/// <summary>The binary format of filter sets, and everything that a monitor does with one.</summary>
/// <param name="seeds">Seeds in addition to the sets of profiles; their last eight bytes are replaced by the checksum.</param>
internal sealed class FilterSetTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "filter-set";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<FilterSetStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = [ShippedSet(), .. seeds.Select(Sealed)];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new FilterSetMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        if (FilterSet.TryRead(input, out FilterSet? set, out string? error))
        {
            FilterSetUse.Use(set, new Random(input.Length));
            return new Observation((int)FilterSetStage.Used, []);
        }
        return new Observation((int)StageOf(error), [Kind(error)]);
    }

    /// <inheritdoc/>
    /// <remarks>A program of three instructions in a set with an option; no seed has either.</remarks>
    public bool IsPlanted(byte[] input) => FilterSet.TryRead(input, out FilterSet? set, out _)
        && set.Options != FilterSetOptions.None
        && set.Program(FilterProfile.Vcpu).Length == 3;

    private static byte[] ShippedSet() => new ProfileLibrary(new TextSource(ShippedProfiles.Texts)).Compile(FilterSetOptions.None).FilterSet
        ?? throw new InvalidOperationException("the shipped profiles do not compile");

    private static byte[] Sealed(byte[] seed)
    {
        SetImage.Seal(seed);
        return seed;
    }

    private static FilterSetStage StageOf(string error) =>
        error.StartsWith("its section '", StringComparison.Ordinal) ? FilterSetStage.Table
        : error.StartsWith("it lacks the section", StringComparison.Ordinal) ? FilterSetStage.Sections
        : error.StartsWith("it has bytes behind", StringComparison.Ordinal) ? FilterSetStage.Sections
        : error.StartsWith("its table of", StringComparison.Ordinal) ? FilterSetStage.Header
        : error.StartsWith("its section ", StringComparison.Ordinal) ? FilterSetStage.Header
        : error.StartsWith("it has two sections", StringComparison.Ordinal) ? FilterSetStage.Table
        : FilterSetStage.Bytes;

    // The message without the parts that depend on the input: numbers and section names.
    private static string Kind(string error)
    {
        StringBuilder kind = new();
        bool quoted = false;
        foreach (string word in error.Split(' '))
        {
            bool starts = word.StartsWith('\'');
            quoted |= starts;
            if (!quoted)
            {
                kind.Append(word.Any(char.IsAsciiDigit) ? "N" : word).Append(' ');
            }
            quoted &= !word.TrimEnd(':').EndsWith('\'');
        }
        return kind.ToString().TrimEnd();
    }
}
