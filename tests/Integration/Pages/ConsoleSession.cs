using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Pages;

/// <summary>
/// Runs the commands of a page one after the other in one shell, as a reader does who stands in a built checkout. The shell has mount and pid namespaces
/// of its own, where the checkout and /usr/local are overlays and /srv is empty: nothing that it makes is left, and no process that it starts.
/// </summary>
internal sealed partial class ConsoleSession : IDisposable
{
    // A Linux guest needs half a minute where /dev/kvm is itself virtual, and several where others use the machine, too.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(8);

    // The first echo ends a line that a command has left open.
    private const string PrintMark = "echo; echo '=== next ==='";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-console-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs them all, whatever they answer.</summary>
    /// <param name="commands">The commands.</param>
    /// <returns>The lines that each of them printed, on standard output or standard error; fewer entries than commands when the shell ended.</returns>
    internal string[][] Run(IReadOnlyList<ConsoleCommand> commands)
    {
        string script = Path.Combine(_folder, "commands");
        File.WriteAllText(script, ScriptOf(commands));
        using RunningProgram shell = RunningProgram.Start(
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-ec", Surroundings(script));
        ProgramResult result = shell.WaitForEnd(_patience);
        string[] outputs = Mark().Split(result.Output);
        return result.Error.Length > 0
            ? throw new InvalidOperationException($"the shell could not be set up: {result.Error}")
            : [.. outputs[1..^1].Select(LinesOf)];
    }

    private static string ScriptOf(IReadOnlyList<ConsoleCommand> commands)
    {
        // Who is root need not have sudo.
        StringBuilder script = new("command -v sudo >/dev/null || sudo() { \"$@\"; }\nexec 2>&1 </dev/null\n");
        foreach (ConsoleCommand command in commands)
        {
            script.Append($"{PrintMark}\n{command.Text}\n");
        }
        return script.Append($"{PrintMark}\n").ToString();
    }

    private static string[] LinesOf(string output) => output.Length == 0 ? [] : (output[^1] == '\n' ? output[..^1] : output).Split('\n');

    private string Surroundings(string script) => $"""
        mount -t tmpfs -o mode=755 srv /srv
        mkdir {_folder}/layers
        mount -t tmpfs layers {_folder}/layers
        mkdir {_folder}/layers/checkout {_folder}/layers/checkout.work {_folder}/layers/local {_folder}/layers/local.work
        mount -t overlay checkout -o lowerdir={Artifacts.Root},upperdir={_folder}/layers/checkout,workdir={_folder}/layers/checkout.work {Artifacts.Root}
        mount -t overlay local -o lowerdir=/usr/local,upperdir={_folder}/layers/local,workdir={_folder}/layers/local.work /usr/local
        cd {Artifacts.Root}
        mkdir -p artifacts/guest-kernel
        [ -e artifacts/guest-kernel/vmlinux ] || cp {Artifacts.GuestKernel} artifacts/guest-kernel/vmlinux
        exec bash {script}
        """;

    [GeneratedRegex("(?:^|\n)=== next ===\n")]
    private static partial Regex Mark();
}
