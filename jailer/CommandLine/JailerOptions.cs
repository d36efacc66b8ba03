namespace Kiln.Jailer.CommandLine;

/// <summary>What the operator wrote, not yet checked.</summary>
/// <param name="Id">Names the microVM.</param>
/// <param name="ExecFile">The program to jail.</param>
/// <param name="UserId">A number, as text.</param>
/// <param name="GroupId">A number, as text.</param>
/// <param name="BaseDirectory">Where jails are made.</param>
/// <param name="Network">The path of a network namespace, or null.</param>
/// <param name="Limits">Limits, each <c>name=value</c>.</param>
/// <param name="Filters">What is said about filters.</param>
/// <param name="DryRun">Whether the plan is only printed.</param>
/// <param name="ExtraArguments">What goes to the program.</param>
internal sealed record JailerOptions(
    string Id,
    string ExecFile,
    string UserId,
    string GroupId,
    string BaseDirectory,
    string? Network,
    IReadOnlyList<string> Limits,
    FilterOptions Filters,
    bool DryRun,
    IReadOnlyList<string> ExtraArguments);
