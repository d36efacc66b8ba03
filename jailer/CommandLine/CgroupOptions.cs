namespace Kiln.Jailer.CommandLine;

/// <summary>The cgroup options as given on the command line, not yet validated.</summary>
/// <param name="Settings">The values of <c>--cgroup</c>, each <c>file=value</c>, in order.</param>
/// <param name="Version">The value of <c>--cgroup-version</c>, or null.</param>
/// <param name="Parent">The cgroup in which the jail's own cgroup is created, or null.</param>
internal sealed record CgroupOptions(IReadOnlyList<string> Settings, string? Version, string? Parent)
{
    internal static CgroupOptions None { get; } = new([], null, null);
}
