using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles;

/// <summary>What became of a directory of profiles: a filter set, or errors; never both. Warnings may stand beside a set.</summary>
public sealed class ProfileCompilation
{
    internal ProfileCompilation(byte[]? filterSet, IReadOnlyList<Diagnostic> diagnostics)
    {
        FilterSet = diagnostics.All(diagnostic => diagnostic.IsWarning) ? filterSet : null;
        Diagnostics = diagnostics;
    }

    /// <summary>Whether there is a filter set.</summary>
    [MemberNotNullWhen(true, nameof(FilterSet))]
    public bool Succeeded => FilterSet is not null;

    /// <summary>The set in the container's format, the same bytes for the same profiles; null when anything is wrong.</summary>
    public byte[]? FilterSet { get; }

    /// <summary>Errors and warnings, by file, line and column.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
