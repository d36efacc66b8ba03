using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles;

/// <summary>The result of compiling a directory of profiles: a filter set, possibly with warnings, or errors; never both.</summary>
public sealed class ProfileCompilation
{
    internal ProfileCompilation(byte[]? filterSet, IReadOnlyList<Diagnostic> diagnostics)
    {
        FilterSet = diagnostics.All(diagnostic => diagnostic.IsWarning) ? filterSet : null;
        Diagnostics = [.. diagnostics.Where(diagnostic => diagnostic.Accepted is null)];
        Accepted = [.. diagnostics.Where(diagnostic => diagnostic.Accepted is not null)];
    }

    /// <summary>Whether compilation produced a filter set.</summary>
    [MemberNotNullWhen(true, nameof(FilterSet))]
    public bool Succeeded => FilterSet is not null;

    /// <summary>The set in its binary format, deterministic for the same profiles; null on any error.</summary>
    public byte[]? FilterSet { get; }

    /// <summary>Errors and warnings, ordered by file, line and column.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The warnings that the rules accept, in the same order, each with the rule's reason.</summary>
    public IReadOnlyList<Diagnostic> Accepted { get; }
}
