using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles.Sources;

/// <summary>Profiles held in memory, such as those embedded in a binary.</summary>
/// <param name="texts">The texts by name.</param>
public sealed class TextSource(IReadOnlyDictionary<string, string> texts) : IProfileSource
{
    /// <inheritdoc/>
    public Diagnostic? Fault => null;

    /// <inheritdoc/>
    public IEnumerable<string> Names => texts.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Strays => [];

    /// <inheritdoc/>
    public string FileOf(string name) => name + ".yaml";

    /// <inheritdoc/>
    public bool Exists(string name) => texts.ContainsKey(name);

    /// <inheritdoc/>
    public string Read(string name) => texts.TryGetValue(name, out string? text)
        ? text
        : throw new ProfileException(new Diagnostic(DiagnosticId.Unreadable, FileOf(name), 1, 1, "there is no such profile"));
}
