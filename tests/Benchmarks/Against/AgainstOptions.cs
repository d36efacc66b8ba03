using System.ComponentModel;
using System.Diagnostics;
using System.IO;

namespace Kiln.Benchmarks.Against;

/// <summary>The programs that Kiln is compared with.</summary>
/// <param name="Monitor">A monitor that speaks Firecracker's API.</param>
/// <param name="Jailer">Its jailer, or null.</param>
internal sealed record AgainstOptions(string Monitor, string? Jailer)
{
    internal const string MonitorOption = "--against";
    internal const string JailerOption = "--against-jailer";

    private const string Example = "such as /usr/bin/firecracker";

    /// <summary>Takes the options from the words of a command line.</summary>
    /// <returns>The options; null when there are none.</returns>
    /// <exception cref="UsageException"/>
    internal static AgainstOptions? Take(List<string> words)
    {
        string? monitor = Take(words, MonitorOption);
        string? jailer = Take(words, JailerOption);
        if (monitor is null)
        {
            return jailer is null ? null : throw new UsageException($"{JailerOption} needs {MonitorOption} too: name the monitor that {jailer} is to jail");
        }
        return new AgainstOptions(Executable(MonitorOption, monitor), jailer is null ? null : Executable(JailerOption, jailer));
    }

    private static string? Take(List<string> words, string option)
    {
        int at = words.IndexOf(option);
        if (at < 0)
        {
            return null;
        }
        if (at + 1 == words.Count || words[at + 1].StartsWith('-'))
        {
            throw new UsageException($"{option} is without a path: name a program of Firecracker's interface, {Example}");
        }
        string path = words[at + 1];
        words.RemoveRange(at, 2);
        return words.Contains(option) ? throw new UsageException($"{option} is there twice: name one program") : path;
    }

    // Only a start shows that a program is for this machine and has its libraries.
    private static string Executable(string option, string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new UsageException($"{option} {path}: there is no such file; name a program of Firecracker's interface, {Example}");
        }
        try
        {
            using Process program = Process.Start(
                new ProcessStartInfo(full, ["--version"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            program.WaitForExit();
        }
        catch (Win32Exception failure)
        {
            throw new UsageException($"{option} {path}: cannot be executed ({Reason(failure)}); name a program for this machine, with mode 755");
        }
        return full;
    }

    private static string Reason(Win32Exception failure) => new Win32Exception(failure.NativeErrorCode).Message;
}
