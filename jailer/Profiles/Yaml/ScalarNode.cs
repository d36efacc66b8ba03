using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>Text. A profile has no other scalars: what is a number is decided where one is expected.</summary>
/// <param name="file">The file's name.</param>
/// <param name="mark">Where the node starts.</param>
/// <param name="text">The text.</param>
internal sealed class ScalarNode(string file, Mark mark, string text) : Node(file, mark)
{
    /// <summary>The text.</summary>
    internal string Text => text;

    /// <inheritdoc/>
    internal override string Kind => $"'{text}'";
}
