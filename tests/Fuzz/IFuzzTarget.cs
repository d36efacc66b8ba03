using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz;

/// <summary>A parser that is given hostile input.</summary>
internal interface IFuzzTarget
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The stages of processing, by name; every input reaches the first.</summary>
    IReadOnlyList<string> Stages { get; }

    /// <summary>The inputs that every run starts from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <param name="random">The source of randomness.</param>
    IMutator MutatorOf(Random random);

    /// <summary>Runs the parser on an input. Any exception is a finding: parsers report errors in their results.</summary>
    /// <param name="input">The input; the target may change it.</param>
    Observation Run(byte[] input);

    /// <summary>Whether an input that reached the last stage is the rare one of the positive control.</summary>
    bool IsPlanted(byte[] input);
}
