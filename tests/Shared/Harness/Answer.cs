using System.Text.Json;

namespace Kiln.Testing.Harness;

/// <summary>What curl got.</summary>
/// <param name="Status">The status; 0 when there was no answer.</param>
/// <param name="Body">The body.</param>
internal sealed record Answer(int Status, string Body)
{
    /// <summary>A field of the body's object, as text.</summary>
    /// <param name="name">The field.</param>
    internal string? this[string name] => JsonDocument.Parse(Body).RootElement.GetProperty(name).ToString();
}
