using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz.Targets;

/// <summary>A target with a fault deep inside, which a run must find: the positive control of the fuzzer.</summary>
/// <param name="inner">The target without the fault.</param>
internal sealed class PlantedTarget(IFuzzTarget inner) : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => inner.Stages;

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds => inner.Seeds;

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => inner.MutatorOf(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        Observation seen = inner.Run(input);
        return seen.Stage == Stages.Count - 1 && inner.IsPlanted(input)
            ? throw new InvalidOperationException("the planted fault")
            : seen;
    }

    /// <inheritdoc/>
    public bool IsPlanted(byte[] input) => inner.IsPlanted(input);
}
