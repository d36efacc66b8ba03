using Kiln.Linux;

namespace Kiln.Vmm.Control;

/// <summary>
/// How a value is reached from the top. Put into words only when a message needs it: a hostile file can give every value a long path.
/// </summary>
/// <param name="parent">The object that it is in, or null at the top.</param>
/// <param name="name">Its field there.</param>
internal sealed class JsonPath(JsonPath? parent, string name)
{
    /// <summary>The value that fills the text.</summary>
    internal static JsonPath Top { get; } = new(null, "the configuration");

    /// <summary>For example <c>boot-source.boot_args</c>.</summary>
    public override string ToString() => parent is null || parent == Top ? Excerpt.Of(name) : $"{parent}.{Excerpt.Of(name)}";
}
