using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Makes inputs of others.</summary>
internal interface IMutator
{
    /// <summary>Makes an input.</summary>
    /// <param name="corpus">What there is to make it of.</param>
    byte[] Next(Corpus corpus);
}
