using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <param name="items">The items, in source order.</param>
internal sealed class SequenceNode(string file, Mark mark, IReadOnlyList<Node> items) : Node(file, mark)
{
    internal IReadOnlyList<Node> Items => items;

    /// <inheritdoc/>
    internal override string Kind => "a list";
}
