namespace Kiln.Benchmarks.Spawn;

/// <summary>A program whose starts are compared.</summary>
/// <param name="Name">The name in figures.</param>
/// <param name="Arguments">Returns its arguments, after preparing the given number of starts; <c>{}</c> stands for the index of a start.</param>
internal sealed record Contender(string Name, string Program, Func<int, string[]> Arguments)
{
    /// <summary>The jailer, with a program of some size.</summary>
    internal static Contender Jailer(string name, Stage stage, string execFile) =>
        new(name, stage.Jailer, count => stage.SpawnArguments(execFile, count));

    /// <summary>The kernel's cost of a mount namespace, and little else.</summary>
    internal static Contender Unshare(Stage stage) => new("unshare --mount", "/usr/bin/unshare", _ => ["--mount", stage.Stamp]);
}
