namespace Kiln.Benchmarks.Spawn;

/// <summary>One of those whose starts are compared.</summary>
/// <param name="Name">What figures call it.</param>
/// <param name="Program">What is started.</param>
/// <param name="Arguments">Its arguments, after all is prepared for that many starts; <c>{}</c> stands for the number of a start.</param>
internal sealed record Contender(string Name, string Program, Func<int, string[]> Arguments)
{
    /// <summary>A jailer that jails a program of some size.</summary>
    internal static Contender Jailer(string name, Stage stage, string execFile) =>
        new(name, stage.Jailer, count => stage.SpawnArguments(execFile, count));

    /// <summary>What the kernel takes for a mount namespace, and little else.</summary>
    internal static Contender Unshare(Stage stage) => new("unshare --mount", "/usr/bin/unshare", _ => ["--mount", stage.Stamp]);
}
