using System.Diagnostics.CodeAnalysis;

namespace Kiln.Profiles;

/// <summary>What became of a directory of profiles: a filter set, or what is wrong; never both.</summary>
public sealed class ProfileCompilation
{
    internal ProfileCompilation(byte[] filterSet) => FilterSet = filterSet;

    internal ProfileCompilation(IReadOnlyList<Diagnostic> diagnostics) => Diagnostics = diagnostics;

    /// <summary>Whether there is a filter set.</summary>
    [MemberNotNullWhen(true, nameof(FilterSet))]
    public bool Succeeded => FilterSet is not null;

    /// <summary>The set in the container's format, the same bytes for the same profiles; null when anything is wrong.</summary>
    public byte[]? FilterSet { get; }

    /// <summary>What is wrong, by file, line and column; empty when there is a set.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = [];
}
