namespace Kiln.Jailer.CommandLine;

/// <summary>What the operator says about cgroups, not yet checked.</summary>
/// <param name="Settings">Files and values, each <c>file=value</c>, in order.</param>
/// <param name="Version">The version, as text, or null.</param>
/// <param name="Parent">The cgroup that the jail's is made in, or null.</param>
internal sealed record CgroupOptions(IReadOnlyList<string> Settings, string? Version, string? Parent)
{
    /// <summary>Nothing.</summary>
    internal static CgroupOptions None { get; } = new([], null, null);
}
