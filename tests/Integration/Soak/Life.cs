using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Soak;

/// <summary>
/// One monitor from start to end: a busy guest, good and bad clients, a host that stops it, fills its disk and truncates its files. It may
/// refuse requests; it must not end before it is told to, leave a request without a response, or log anything unforeseen.
/// </summary>
internal sealed partial class Life : IDisposable
{
    private const int DiskMebibytes = 64;

    // The monitor's copy, the guest, and some megabytes of the disk's 64.
    private const int FullMebibytes = 16;
    private const int SlowMebibytes = 256;

    // Flushing everything that the slow disk may hold takes half a minute, and several flushes may queue up.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private readonly LifePlan _plan;
    private readonly Random _chance;
    private readonly TestJail _jail = new();
    private readonly IDisposable? _fileSystem;
    private readonly RunningProgram _program;
    private readonly ConcurrentQueue<string> _story = new();
    private readonly List<Socket> _silent = [];
    private volatile bool _isOver;

    /// <summary>Starts a monitor by a plan.</summary>
    internal Life(LifePlan plan)
    {
        _plan = plan;
        _chance = new Random(plan.Seed);
        _fileSystem = plan.Place switch
        {
            Place.Full => new SmallFileSystem(_jail, FullMebibytes),
            Place.Slow => new SlowFileSystem(_jail, SlowMebibytes),
            _ => null,
        };
        StageDisk("disk");
        StageDisk("other");
        _jail.Stage("kernel", File.ReadAllBytes(Artifacts.Guest(plan.Guest)));
        _program = RunningProgram.Start(
            Artifacts.Jailer,
            [.. _jail.JailerArguments, "--", "--api-sock", "api.sock", "--log-path", "vmm.log", "--metrics-path", "vmm.metrics"]);
        if (!SpinWait.SpinUntil(() => Log.Contains("API server started.", StringComparison.Ordinal) || _program.HasEnded, _patience))
        {
            throw new TimeoutException($"{plan}: no API: {Log}");
        }
    }

    /// <summary>Actions and responses, in order.</summary>
    internal IEnumerable<string> Story => _story;

    private string Log => File.Exists(_jail.PathOf("vmm.log")) ? File.ReadAllText(_jail.PathOf("vmm.log")) : "";

    /// <returns>How it ended, as one word with the status.</returns>
    /// <exception cref="InvalidOperationException">Something happened that nothing explains.</exception>
    internal string Live()
    {
        Configure();
        Thread host = new(Disturb);
        host.Start();
        try
        {
            for (long end = Environment.TickCount64 + _plan.Milliseconds; Environment.TickCount64 < end && !_program.HasEnded;)
            {
                AskAtRandom();
            }
        }
        finally
        {
            _isOver = true;
            host.Join();
        }
        return End();
    }

    public void Dispose()
    {
        _silent.ForEach(socket => socket.Dispose());
        _program.Dispose();
        _fileSystem?.Dispose();
        _jail.Dispose();
    }

    private string End()
    {
        bool wasThere = !_program.HasEnded;
        if (wasThere)
        {
            Tell($"kill {_plan.End}");
            _ = Syscall.kill(_program.Id, _plan.End);
        }
        ProgramResult result = _program.WaitForEnd(_patience);
        bool isOwn = result.Status is 0 || (result.Status == 1 && _plan.Guest == "triple-fault");
        if (!(isOwn && EndsByItself) && !(wasThere && result.Status == _plan.Status))
        {
            throw Unexplained($"status {result.Status}");
        }
        if (result.Error.Split('\n').FirstOrDefault(line => line.Length > 0 && !IsForeseen(line)) is { } said)
        {
            throw Unexplained($"standard error says '{said}'");
        }
        if (Log.Split('\n').FirstOrDefault(line => Strange().IsMatch(line)) is { } logged)
        {
            throw Unexplained($"the log says '{logged}'");
        }
        return isOwn ? $"its guest ended it ({result.Status})" : $"{_plan.End} ({result.Status})";
    }

    // If the vmm thread waits for a slow disk, the api thread ends the monitor and says so; a signal that means a fault is reported.
    private bool IsForeseen(string line) =>
        (_plan.Place == Place.Slow && line.Contains("did not act on signal", StringComparison.Ordinal))
        || (_plan.End == Signum.SIGABRT && (line.Contains("SIGABRT that a process sent", StringComparison.Ordinal) || line.Contains("signal 6, which a process sent", StringComparison.Ordinal)))
        || (_plan.Guest == "triple-fault" && line.Contains("triple fault", StringComparison.Ordinal));

    private bool EndsByItself => _plan.Guest != "spin";

    private InvalidOperationException Unexplained(string what) => new(
        $"{what}, which nothing explains\n{_plan}\n{string.Join('\n', Story.TakeLast(40))}\nerror: {_program.Error}\noutput: {_program.Output}\nlog: {Tail(Log)}");

    private static string Tail(string text) => text[Math.Max(0, text.Length - 4000)..];

    private void Configure()
    {
        string limiter = _plan.IsLimited ? ""","rate_limiter": {"bandwidth": {"size": 1048576, "refill_time": 100}}""" : "";
        Expect(204, "PUT", "/boot-source", $$"""{"kernel_image_path": "kernel", "boot_args": {{JsonSerializer.Serialize(_plan.Words)}}}""");
        Expect(204, "PUT", "/machine-config", $$"""{"vcpu_count": {{_plan.Processors}}, "mem_size_mib": 128}""");
        Expect(
            204, "PUT", "/drives/disk",
            $$"""{"drive_id": "disk", "path_on_host": "disk", "is_root_device": false, "cache_type": "Writeback", "io_engine": "{{_plan.Engine}}"{{limiter}}}""");
        Expect(204, "PUT", "/entropy", "{}");
        Expect(204, "PUT", "/actions", """{"action_type": "InstanceStart"}""");
    }

    private void Expect(int status, string method, string path, string body)
    {
        Answer answer = Ask(method, path, body) ?? throw Unexplained($"{method} {path} without an answer");
        if (answer.Status != status)
        {
            throw Unexplained($"{method} {path}: {answer}");
        }
    }

    private void StageDisk(string name) => _jail.StageDisk(name, path =>
    {
        using FileStream image = new(path, FileMode.CreateNew);
        image.SetLength((long)DiskMebibytes << 20);
    });

    private void Tell(string what) =>
        _story.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {what}"));

    [GeneratedRegex("panic|nhandled|nforeseen|went wrong|bad syscall|LastWords", RegexOptions.IgnoreCase)]
    private static partial Regex Strange();
}
