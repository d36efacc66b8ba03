namespace Kiln.Profiles.Diagnostics;

/// <summary>Ends the reading of a profile at its first error: a profile with an error has no meaning, not a weaker one.</summary>
/// <param name="diagnostic">What is wrong.</param>
public sealed class ProfileException(Diagnostic diagnostic) : Exception(diagnostic.ToString())
{
    /// <summary>What is wrong.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
