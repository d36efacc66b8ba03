using Kiln.Linux;

namespace Kiln.Vmm.Control;

/// <summary>
/// How a value is reached from the top. Put into words only when a message needs it: a hostile file can give every value a long path.
/// </summary>
internal sealed class JsonPath
{
    private readonly JsonPath? _parent;
    private readonly string _name;
    private readonly bool _isElement;

    private JsonPath(JsonPath? parent, string name, bool isElement)
    {
        _parent = parent;
        _name = name;
        _isElement = isElement;
    }

    /// <summary>The value that fills the text.</summary>
    internal static JsonPath Top { get; } = new(null, "the configuration", isElement: false);

    /// <summary>A field of the object that is reached so.</summary>
    /// <param name="name">Its name.</param>
    internal JsonPath Member(string name) => new(this, name, isElement: false);

    /// <summary>An element of the list that is reached so.</summary>
    /// <param name="index">Its place, from 0.</param>
    internal JsonPath Element(int index) => new(this, $"[{index}]", isElement: true);

    /// <summary>For example <c>cpu-config.msr_modifiers[2].addr</c>.</summary>
    public override string ToString() => this switch
    {
        { _isElement: true } => _parent + _name,
        { _parent: null } => _name,
        _ => _parent == Top ? Excerpt.Of(_name) : $"{_parent}.{Excerpt.Of(_name)}",
    };
}
