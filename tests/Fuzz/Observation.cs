namespace Kiln.Fuzz;

/// <summary>What became of an input.</summary>
/// <param name="Stage">How deep it got: an index of the target's stages.</param>
/// <param name="Diagnostics">What the parser said of it: stable names, each once, in order.</param>
internal readonly record struct Observation(int Stage, IReadOnlyList<string> Diagnostics)
{
    /// <summary>Equal for inputs that teach nothing new beside each other.</summary>
    internal string Signature => $"{Stage} {string.Join(' ', Diagnostics)}";
}
