using System.Linq;
using Kiln.Linux;

namespace Kiln.Vmm.Control;

/// <summary>A JSON object that is read field by field; what nobody asked for is an error, never ignored.</summary>
/// <param name="value">The object.</param>
internal sealed class JsonObject(JsonValue value)
{
    private readonly List<string> _known = [];

    /// <summary>A field that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="VmmFailure">It is missing.</exception>
    internal JsonValue Required(string name) => Optional(name) ?? throw value.Failure($"missing field `{name}` in {value.Path}");

    /// <summary>A field that may be missing.</summary>
    /// <param name="name">Its name.</param>
    internal JsonValue? Optional(string name)
    {
        _known.Add(name);
        return value.Members.FirstOrDefault(member => member.Name == name)?.Value;
    }

    /// <summary>Refuses every field that was not asked for; after the last one was.</summary>
    /// <exception cref="VmmFailure">There is another; the message lists those that can be.</exception>
    internal void RefuseOthers()
    {
        if (value.Members.FirstOrDefault(member => !_known.Contains(member.Name)) is { } unknown)
        {
            string expected = string.Join(", ", _known.Select(name => $"`{name}`"));
            throw value.FailureOf(unknown, $"unknown field `{Excerpt.Of(unknown.Name)}` in {value.Path}, expected one of {expected}");
        }
    }

    /// <summary>
    /// Refuses a field that Firecracker has and this version of Kiln does not honor, unless it asks for what Kiln does anyway.
    /// </summary>
    /// <param name="name">The field.</param>
    /// <param name="isDefault">Whether a value asks for nothing.</param>
    /// <exception cref="VmmFailure">It asks for something.</exception>
    internal void Unsupported(string name, Func<JsonValue, bool> isDefault)
    {
        if (Optional(name) is { } asked && !isDefault(asked))
        {
            throw asked.Failure($"{asked.Path} is not supported by this version of Kiln; remove it");
        }
    }
}
