using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kiln.Manuals;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>An interactive shell on a terminal, with the generated completions, as somebody types to it.</summary>
internal sealed class TypedShell : IDisposable
{
    private const string Ready = "ready-to-type";
    private const char Tab = '\t';

    // Prints the line as it stands, in angle brackets.
    private const char ShowLine = '\u0014';
    private const char ClearLine = '\u0015';

    // A busy host; the shells answer within milliseconds.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-typed-").FullName;

    private TypedShell(string shell)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{shell}"), $"needs {shell}: run scripts/install-prerequisites");
        foreach ((string path, string text) in Program.Files)
        {
            string file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        _process = Process.Start(new ProcessStartInfo("script", ["-qfec", CommandOf(shell), "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
            Environment = { ["TERM"] = "xterm", ["HOME"] = _folder, ["XDG_CONFIG_HOME"] = _folder, ["XDG_DATA_HOME"] = _folder, ["LC_ALL"] = "C.UTF-8" },
        })!;
        _ = Task.Run(Read);
        Type(PreparationOf(shell) + "\n");
        WaitFor(Ready);
    }

    internal static TypedShell Bash => new("bash");

    internal static TypedShell Zsh => new("zsh");

    internal static TypedShell Fish => new("fish");

    /// <summary>Types a line, the tabulator, and the key that shows the line; a shell takes keys one after the other.</summary>
    /// <returns>The line as it stands then, and what the shell wrote meanwhile.</returns>
    internal (string Line, string Offered) Complete(string line)
    {
        int before = Length;
        Type($"{ClearLine}{line}{Tab}{ShowLine}");
        WaitFor("]]", before);
        string offered = Screen[before..];
        int end = offered.IndexOf("]]", StringComparison.Ordinal);
        return (offered[(offered.LastIndexOf("[[", end, StringComparison.Ordinal) + 2)..end], offered[..end]);
    }

    /// <summary>Everything that has been on the screen.</summary>
    internal string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    private int Length => Screen.Length;

    /// <summary>A path in the shell's own directory.</summary>
    internal string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string CommandOf(string shell) => shell switch
    {
        "bash" => "stty cols 200 rows 60; exec bash --norc --noprofile -i",
        "zsh" => "stty cols 200 rows 60; exec zsh -f -i",
        _ => "stty cols 200 rows 60; exec fish --no-config -i",
    };

    // The last word is written in two, so that the echo of the line is not taken for its output.
    private string PreparationOf(string shell) => shell switch
    {
        "bash" =>
            $$"""
            PS1='$ '; for f in {{_folder}}/bash-completion/completions/*; do . $f; done; bind 'set show-all-if-ambiguous on'; bind 'set page-completions off'
            bind 'set completion-query-items 0'; bind 'set enable-bracketed-paste off'; bind -x '"\C-t": printf "[[%s]]\n" "$READLINE_LINE"'; echo ready-to''-type
            """,
        "zsh" =>
            $$"""
            PS1='$ '; fpath=({{_folder}}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=10000; setopt autolist; unsetopt automenu promptsp
            show() { print -r -- "[[$BUFFER]]" }; zle -N show; bindkey -e; bindkey '^T' show; bindkey '^U' kill-whole-line; echo ready-to''-type
            """,
        _ =>
            $$"""
            for f in {{_folder}}/fish/vendor_completions.d/*; source $f; end; bind \ct 'echo "[["(commandline)"]]"'; bind \cu 'commandline ""'; echo ready-to''-type
            """,
    };

    private void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    private void WaitFor(string text, int from = 0) => Assert.True(
        SpinWait.SpinUntil(() => Screen[from..].Contains(text, StringComparison.Ordinal), _patience), $"'{text}' does not come: {Screen[from..]}");

    private void Read()
    {
        char[] buffer = new char[4096];
        while (_process.StandardOutput.Read(buffer) is > 0 and var count)
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, count);
            }
        }
    }
}
