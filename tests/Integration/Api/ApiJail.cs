using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>A jailed monitor that serves its API, with a log and metrics in the jail. Killed when the test ends.</summary>
internal sealed class ApiJail : IDisposable
{
    private const string SocketName = "api.sock";
    private const string LogName = "vmm.log";
    private const string MetricsName = "vmm.metrics";

    // Longer than a start takes on any machine.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TestJail _jail;
    private readonly IDisposable? _place;

    /// <summary>Starts a monitor, and waits until it serves.</summary>
    /// <param name="jailerOptions">More options of the jailer's.</param>
    /// <param name="monitorOptions">More options of the monitor's.</param>
    /// <param name="place">Mounts the file system that the jail lies on, if not the host's own; unmounted with the jail.</param>
    /// <param name="user">The user that the monitor runs as, where no other process may be that user's.</param>
    internal ApiJail(
        string[]? jailerOptions = null, string[]? monitorOptions = null, Func<TestJail, IDisposable>? place = null, int user = TestJail.UserId)
    {
        Requires.RootAndKvm();
        _jail = new TestJail { User = user };
        _place = place?.Invoke(_jail);
        Program = RunningProgram.Start(
            Artifacts.Jailer,
            [
                .. _jail.JailerArguments, .. jailerOptions ?? [], "--",
                "--api-sock", SocketName, "--log-path", LogName, "--level", "Debug", "--metrics-path", MetricsName, .. monitorOptions ?? [],
            ]);
        WaitForLog("API server started.");
    }

    /// <summary>The monitor, whose process the jailer's became.</summary>
    internal RunningProgram Program { get; }

    internal ProcessView Process => new(Program.Id);

    /// <summary>Where clients find the API.</summary>
    internal string Socket => PathOf(SocketName);

    internal string Log => File.Exists(PathOf(LogName)) ? File.ReadAllText(PathOf(LogName)) : "";

    /// <summary>The lines of metrics.</summary>
    internal string[] Metrics => File.ReadAllLines(PathOf(MetricsName));

    /// <summary>Where a file of the jail is.</summary>
    /// <param name="name">Its name in the jail.</param>
    internal string PathOf(string name) => Path.Combine(_jail.Root, name);

    /// <summary>Puts a guest where the monitor finds it, under its own name.</summary>
    /// <param name="guest">Its name in tests/guests.</param>
    internal void Stage(string guest) => _jail.Stage(guest, File.ReadAllBytes(Artifacts.Guest(guest)));

    /// <summary>Puts a file where the monitor finds it.</summary>
    /// <param name="name">Its name in the jail.</param>
    internal void Stage(string name, byte[] content) => _jail.Stage(name, content);

    /// <summary>Puts an empty disk where the monitor finds it, which may write it.</summary>
    /// <param name="name">Its name in the jail.</param>
    internal void StageDisk(string name, int mebibytes) => _jail.StageDisk(name, path =>
    {
        using FileStream image = new(path, FileMode.CreateNew);
        image.SetLength((long)mebibytes << 20);
    });

    /// <summary>Has curl make a request.</summary>
    /// <param name="body">The body, or null.</param>
    internal Answer Request(string method, string path, string? body = null)
    {
        string[] data = body is null ? [] : ["--data", body];
        ProgramResult result = RunningProgram.Run(
            "curl",
            ["--silent", "--show-error", "--max-time", "20", "--unix-socket", Socket, "-X", method, .. data, "-w", "\n%{http_code}", $"http://kiln{path}"]);
        string[] parts = result.Output.TrimEnd('\n').Split('\n');
        return new Answer(int.Parse(parts[^1], CultureInfo.InvariantCulture), string.Join('\n', parts[..^1]));
    }

    /// <summary>Has curl make a request that must be carried out.</summary>
    internal void Do(string method, string path, string body) => Assert.Equal(new Answer(204, ""), Request(method, path, body));

    /// <summary>Starts a guest with 128 MiB, and waits until it says something.</summary>
    /// <param name="guest">Its name in tests/guests.</param>
    /// <param name="words">The words of its command line.</param>
    internal void StartGuest(string guest, string? sign = null, string words = "")
    {
        Stage(guest);
        Do("PUT", "/boot-source", $$"""{"kernel_image_path": "{{guest}}", "boot_args": "{{words}}"}""");
        Do("PUT", "/actions", """{"action_type": "InstanceStart"}""");
        if (sign is not null)
        {
            Program.WaitForOutput(sign);
        }
    }

    /// <summary>A metric of a line.</summary>
    internal static long MetricOf(string line, string group, string name) =>
        JsonDocument.Parse(line).RootElement.GetProperty(group).GetProperty(name).GetInt64();

    /// <summary>Waits until the log has a text.</summary>
    /// <exception cref="TimeoutException"/>
    internal void WaitForLog(string text)
    {
        if (!SpinWait.SpinUntil(() => Log.Contains(text, StringComparison.Ordinal) || Program.HasEnded, _patience) || Program.HasEnded)
        {
            throw new TimeoutException($"no '{text}' in the log: {Log}; error: {Program.Error}");
        }
    }

    public void Dispose()
    {
        Program.Dispose();
        _place?.Dispose();
        _jail.Dispose();
    }
}
