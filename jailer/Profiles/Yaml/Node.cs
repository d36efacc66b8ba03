using Kiln.Profiles.Diagnostics;
using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>A YAML node that knows where it stands.</summary>
/// <param name="file">The file's name.</param>
/// <param name="mark">Where the node starts.</param>
internal abstract class Node(string file, Mark mark)
{
    /// <summary>What the node is, for messages.</summary>
    internal abstract string Kind { get; }

    /// <summary>Its line, from 1.</summary>
    internal int Line => (int)mark.Line;

    /// <summary>Its column, from 1.</summary>
    internal int Column => (int)mark.Column;

    /// <summary>What is wrong at this node.</summary>
    /// <param name="id">From <see cref="DiagnosticId"/>.</param>
    /// <param name="message">What is wrong, and the cure.</param>
    internal Diagnostic Diagnostic(string id, string message) => new(id, file, Line, Column, message);

    /// <summary>An error at this node.</summary>
    /// <param name="id">From <see cref="DiagnosticId"/>.</param>
    /// <param name="message">What is wrong, and the cure.</param>
    internal ProfileException Error(string id, string message) => new(Diagnostic(id, message));

    /// <summary>Takes the node for a mapping.</summary>
    /// <param name="what">What it stands for.</param>
    /// <exception cref="ProfileException">It is another kind.</exception>
    internal MappingNode AsMapping(string what) => this as MappingNode ?? throw Wrong(what, "a mapping");

    /// <summary>Takes the node for a list with something in it.</summary>
    /// <param name="what">What it stands for.</param>
    /// <exception cref="ProfileException">It is another kind, or empty.</exception>
    internal IReadOnlyList<Node> AsList(string what)
    {
        SequenceNode sequence = this as SequenceNode ?? throw Wrong(what, "a list");
        return sequence.Items.Count > 0 ? sequence.Items : throw Error(DiagnosticId.Empty, $"{what} is empty; leave it out or fill it");
    }

    /// <summary>Takes the node for text that is not empty.</summary>
    /// <param name="what">What it stands for.</param>
    /// <exception cref="ProfileException">It is another kind, or blank.</exception>
    internal string AsText(string what) => AsScalar(what).Text;

    /// <summary>Takes the node for text that is not empty, and keeps where it stands.</summary>
    /// <param name="what">What it stands for.</param>
    /// <exception cref="ProfileException">It is another kind, or blank.</exception>
    internal ScalarNode AsScalar(string what)
    {
        ScalarNode scalar = this as ScalarNode ?? throw Wrong(what, "text");
        return string.IsNullOrWhiteSpace(scalar.Text) ? throw Error(DiagnosticId.Empty, $"{what} is empty; fill it") : scalar;
    }

    private ProfileException Wrong(string what, string expected) =>
        Error(DiagnosticId.WrongKind, $"{what} is {Kind}; {expected} is expected");
}
