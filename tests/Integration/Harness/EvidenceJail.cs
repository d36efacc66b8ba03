using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A monitor in a process of its own with a running guest, a log, metrics, events and the API, whose standard error nobody reads.</summary>
internal sealed class EvidenceJail : IDisposable
{
    private const string LogName = "vmm.log";
    private const string MetricsName = "vmm.metrics";
    private const string SocketName = "api.sock";

    // Longer than a start takes on any machine.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TestJail _jail = TestJail.WithSpinningGuest();
    private readonly DetachedMonitor _monitor;
    private readonly bool _isDaemon;

    /// <summary>Starts it, and returns when the guest runs.</summary>
    /// <param name="mode">The jailer's option that gives the monitor a process of its own.</param>
    /// <param name="options">More options of the monitor's.</param>
    internal EvidenceJail(string mode, params string[] options)
    {
        _isDaemon = mode == "--daemonize";
        _monitor = _jail.StartDetached(
            [mode],
            [
                "--api-sock", SocketName, "--config-file", "vm.json", "--log-path", LogName, "--metrics-path", MetricsName, "--events-fd", "1", .. options,
            ]);
        if (!SpinWait.SpinUntil(() => Log.Contains("Successfully started microvm", StringComparison.Ordinal) || _monitor.HasEnded, _patience) || _monitor.HasEnded)
        {
            throw new TimeoutException($"the guest did not start: {Log}");
        }
    }

    internal string Log => File.Exists(_jail.PathOf(LogName)) ? File.ReadAllText(_jail.PathOf(LogName)) : "";

    /// <summary>The lines of metrics.</summary>
    internal string[] Metrics => File.ReadAllLines(_jail.PathOf(MetricsName));

    /// <summary>The life-cycle events; none for a daemon, whose streams are /dev/null. Includes the guest's console.</summary>
    internal IReadOnlyList<string> Events
    {
        get
        {
            string[] events = [.. File.ReadLines(Path.Combine(_jail.BaseDirectory, "output")).Where(line => line.StartsWith('{'))];
            Assert.Equal(_isDaemon, events.Length == 0);
            return events;
        }
    }

    /// <summary>Makes a thread execute a system call, and waits for the end.</summary>
    /// <returns>The status that the process ended with.</returns>
    internal int Inject(string thread, int number)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Probe, "inject", $"{ThreadOf(thread)}", $"{number}");
        _monitor.WaitForEnd();
        return int.Parse(result.Output, CultureInfo.InvariantCulture);
    }

    /// <summary>Has a thread stand still until the program that is returned ends.</summary>
    internal RunningProgram Hold(string thread)
    {
        RunningProgram holder = RunningProgram.Start(Artifacts.Probe, "hold", $"{ThreadOf(thread)}");
        holder.WaitForOutput("held");
        return holder;
    }

    internal void Pause()
    {
        using ApiClient client = new(_jail.PathOf(SocketName));
        Assert.Equal(204, client.Request("PATCH", "/vm", """{"state": "Paused"}""").Status);
    }

    /// <summary>Sends a signal to the monitor, and waits for the end.</summary>
    internal void Kill(Signum signal)
    {
        Assert.Equal(0, Syscall.kill(_monitor.Id, signal));
        _monitor.WaitForEnd();
    }

    public void Dispose()
    {
        _monitor.Dispose();
        _jail.Dispose();
    }

    private int ThreadOf(string name)
    {
        ProcessView process = new(_monitor.Id);
        return process.Threads.Single(candidate => process.NameOf(candidate) == name);
    }
}
