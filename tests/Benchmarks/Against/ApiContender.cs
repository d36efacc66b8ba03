using System.IO;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Against;

/// <summary>A monitor that speaks Firecracker's API, and the jailer that jails it.</summary>
/// <param name="Name">The name in figures.</param>
/// <param name="Jailer">Its jailer, or null when no jails are compared.</param>
internal sealed record ApiContender(string Name, string Program, string? Jailer) : IContender
{
    /// <summary>
    /// A contender by copies of its programs: with both in one file system no jailer copies faster than the other by where its monitor lies, and
    /// nothing that is done to the files in jails can reach the originals.
    /// </summary>
    internal static ApiContender Of(Stage stage, string name, string program, string? jailer)
    {
        string folder = Directory.CreateDirectory(stage.FreePath()).FullName;
        return new ApiContender(name, Copy(program, folder), jailer is null ? null : Copy(jailer, Directory.CreateDirectory(Path.Combine(folder, "by")).FullName));
    }

    /// <summary>A start without a jail, prepared.</summary>
    internal Launch Unjailed(Stage stage)
    {
        string folder = Directory.CreateDirectory(stage.FreePath()).FullName;
        string socket = Path.Combine(folder, "api.sock");
        return new Launch(Program, [], folder, folder + "/", socket, ["--api-sock", socket]);
    }

    /// <summary>A start in a new jail, prepared.</summary>
    /// <param name="jailer">The jailer.</param>
    internal Launch Jailed(Stage stage, string jailer)
    {
        string[] words = stage.JailArguments(Program, out string root);
        return new Launch(jailer, [.. words, "--"], root, "", Path.Combine(root, "run/firecracker.socket"), []);
    }

    /// <summary>The program that <see cref="AsInProduction"/> starts.</summary>
    internal string Starter => Jailer ?? Program;

    /// <summary>A start as in production, as far as that is possible: in a new jail where there is a jailer.</summary>
    internal Launch AsInProduction(Stage stage) => Jailer is null ? Unjailed(stage) : Jailed(stage, Jailer);

    private static string Copy(string program, string folder)
    {
        string path = Path.Combine(folder, Path.GetFileName(program));
        File.Copy(program, path);
        return path;
    }
}
