using System.Linq;
using Kiln.Profiles.Diagnostics;
using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>A mapping with unique text keys.</summary>
/// <param name="entries">Keys and values, in source order.</param>
internal sealed class MappingNode(string file, Mark mark, IReadOnlyList<(ScalarNode Key, Node Value)> entries) : Node(file, mark)
{
    /// <inheritdoc/>
    internal override string Kind => "a mapping";

    /// <exception cref="ProfileException"/>
    internal void AllowOnly(params string[] known)
    {
        foreach ((ScalarNode key, _) in entries)
        {
            if (!known.Contains(key.Text))
            {
                throw key.Error(DiagnosticId.UnknownKey, $"unknown key '{key.Text}'; known here: {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>The value of an optional key, or null.</summary>
    internal Node? Optional(string key) => entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>The value of a required key.</summary>
    /// <exception cref="ProfileException"/>
    internal Node Required(string key) => Optional(key) ?? throw Error(DiagnosticId.MissingKey, $"the key '{key}' is missing");
}
