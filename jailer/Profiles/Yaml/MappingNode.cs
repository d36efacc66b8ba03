using System.Linq;
using Kiln.Profiles.Diagnostics;
using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>A mapping, whose keys are text and differ.</summary>
/// <param name="file">The file's name.</param>
/// <param name="mark">Where the node starts.</param>
/// <param name="entries">Its keys and values, in order.</param>
internal sealed class MappingNode(string file, Mark mark, IReadOnlyList<(ScalarNode Key, Node Value)> entries) : Node(file, mark)
{
    /// <inheritdoc/>
    internal override string Kind => "a mapping";

    /// <summary>Refuses keys that the language does not have here.</summary>
    /// <param name="known">Those that it has.</param>
    /// <exception cref="ProfileException">There is another.</exception>
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

    /// <summary>The value of a key, or null.</summary>
    /// <param name="key">The key.</param>
    internal Node? Optional(string key) => entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ProfileException">It is missing.</exception>
    internal Node Required(string key) => Optional(key) ?? throw Error(DiagnosticId.MissingKey, $"the key '{key}' is missing");
}
