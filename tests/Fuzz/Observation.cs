namespace Kiln.Fuzz;

/// <summary>The outcome of an input.</summary>
/// <param name="Stage">The stage reached, as an index of the target's stages.</param>
/// <param name="Diagnostics">The parser's diagnostics: stable names, without duplicates, in order.</param>
internal readonly record struct Observation(int Stage, IReadOnlyList<string> Diagnostics)
{
    /// <summary>Equal for inputs with the same outcome, of which only one is worth keeping.</summary>
    internal string Signature => $"{Stage} {string.Join(' ', Diagnostics)}";
}
