namespace Kiln.Profiles.Diagnostics;

/// <summary>Stops reading a profile at its first error: a profile with an error has no meaning, not a weaker one.</summary>
public sealed class ProfileException(Diagnostic diagnostic) : Exception(diagnostic.ToString())
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
