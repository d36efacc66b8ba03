using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>Text, the only kind of scalar in a profile: whether it is a number is decided where one is expected.</summary>
internal sealed class ScalarNode(string file, Mark mark, string text) : Node(file, mark)
{
    internal string Text => text;

    /// <inheritdoc/>
    internal override string Kind => $"'{text}'";
}
