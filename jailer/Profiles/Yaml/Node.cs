using Kiln.Profiles.Diagnostics;
using YamlDotNet.Core;

namespace Kiln.Profiles.Yaml;

/// <summary>A YAML node with its source position.</summary>
internal abstract class Node(string file, Mark mark)
{
    /// <summary>The node's type, for messages.</summary>
    internal abstract string Kind { get; }

    /// <summary>The line, counted from 1.</summary>
    internal int Line => (int)mark.Line;

    /// <summary>The column, counted from 1.</summary>
    internal int Column => (int)mark.Column;

    /// <summary>Makes a diagnostic for this node.</summary>
    /// <param name="message">What is wrong and how to fix it.</param>
    internal Diagnostic Diagnostic(string id, string message) => new(id, file, Line, Column, message);

    /// <summary>Makes an exception for this node.</summary>
    /// <param name="message">What is wrong and how to fix it.</param>
    internal ProfileException Error(string id, string message) => new(Diagnostic(id, message));

    /// <summary>Casts to a mapping.</summary>
    /// <param name="what">What the node stands for, for messages.</param>
    /// <exception cref="ProfileException">The node is not a mapping.</exception>
    internal MappingNode AsMapping(string what) => this as MappingNode ?? throw Wrong(what, "a mapping");

    /// <summary>Casts to a list that is not empty.</summary>
    /// <param name="what">What the node stands for, for messages.</param>
    /// <exception cref="ProfileException">The node is not a list, or empty.</exception>
    internal IReadOnlyList<Node> AsList(string what)
    {
        SequenceNode sequence = this as SequenceNode ?? throw Wrong(what, "a list");
        return sequence.Items.Count > 0 ? sequence.Items : throw Error(DiagnosticId.Empty, $"{what} is empty; leave it out or fill it");
    }

    /// <summary>Casts to text that is not blank.</summary>
    /// <param name="what">What the node stands for, for messages.</param>
    /// <exception cref="ProfileException">The node is not text, or blank.</exception>
    internal string AsText(string what) => AsScalar(what).Text;

    /// <summary>Casts to text that is not blank, keeping its position.</summary>
    /// <param name="what">What the node stands for, for messages.</param>
    /// <exception cref="ProfileException">The node is not text, or blank.</exception>
    internal ScalarNode AsScalar(string what)
    {
        ScalarNode scalar = this as ScalarNode ?? throw Wrong(what, "text");
        return string.IsNullOrWhiteSpace(scalar.Text) ? throw Error(DiagnosticId.Empty, $"{what} is empty; fill it") : scalar;
    }

    private ProfileException Wrong(string what, string expected) =>
        Error(DiagnosticId.WrongKind, $"{what} is {Kind}; {expected} is expected");
}
