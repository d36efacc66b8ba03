using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz;

/// <summary>A parser that is given hostile input.</summary>
internal interface IFuzzTarget
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>How deep an input can get, by name; the first is where every input starts.</summary>
    IReadOnlyList<string> Stages { get; }

    /// <summary>Inputs that every run starts from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Makes inputs of others.</summary>
    /// <param name="random">Where chance comes from.</param>
    IMutator MutatorOf(Random random);

    /// <summary>Gives the parser an input. Whatever it throws is a finding: each parser says what is wrong by its result.</summary>
    /// <param name="input">The input; the target may change it.</param>
    Observation Run(byte[] input);

    /// <summary>Whether an input that got to the last stage is the rare one of the positive control.</summary>
    /// <param name="input">The input.</param>
    bool IsPlanted(byte[] input);
}
