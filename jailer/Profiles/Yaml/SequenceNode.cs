using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>A list.</summary>
/// <param name="file">The file's name.</param>
/// <param name="mark">Where the node starts.</param>
/// <param name="items">Its items, in order.</param>
internal sealed class SequenceNode(string file, Mark mark, IReadOnlyList<Node> items) : Node(file, mark)
{
    /// <summary>Its items, in order.</summary>
    internal IReadOnlyList<Node> Items => items;

    /// <inheritdoc/>
    internal override string Kind => "a list";
}
