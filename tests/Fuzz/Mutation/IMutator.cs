using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Makes inputs from other inputs.</summary>
internal interface IMutator
{
    /// <param name="corpus">The inputs to make it from.</param>
    byte[] Next(Corpus corpus);
}
