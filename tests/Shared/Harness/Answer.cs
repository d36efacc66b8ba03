using System.Text.Json;

namespace Kiln.Testing.Harness;

/// <param name="Status">The status; 0 when there was no answer.</param>
internal sealed record Answer(int Status, string Body)
{
    /// <summary>A field of the body's object, as text.</summary>
    internal string? this[string name] => JsonDocument.Parse(Body).RootElement.GetProperty(name).ToString();
}
