namespace Kiln.Jailer.CommandLine;

/// <summary>The seccomp options of the command line.</summary>
/// <param name="ProfileDirectory">The directory of profiles that replace the shipped ones, or null.</param>
/// <param name="LogOnly">Whether calls that no rule matches are logged and allowed.</param>
/// <param name="None">Whether seccomp is turned off altogether.</param>
internal sealed record FilterOptions(string? ProfileDirectory, bool LogOnly, bool None)
{
    /// <summary>The shipped profiles, enforced.</summary>
    internal static FilterOptions Shipped { get; } = new(null, LogOnly: false, None: false);
}
