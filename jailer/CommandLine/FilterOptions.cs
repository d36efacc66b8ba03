namespace Kiln.Jailer.CommandLine;

/// <summary>What the operator says about filters.</summary>
/// <param name="ProfileDirectory">Profiles in place of the shipped ones, or null.</param>
/// <param name="LogOnly">Whether calls that no rule answers are made and logged.</param>
/// <param name="None">Whether there shall be no filters at all.</param>
internal sealed record FilterOptions(string? ProfileDirectory, bool LogOnly, bool None)
{
    /// <summary>The shipped profiles, enforced.</summary>
    internal static FilterOptions Shipped { get; } = new(null, LogOnly: false, None: false);
}
