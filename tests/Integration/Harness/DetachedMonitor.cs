using System.Globalization;
using System.IO;
using System.Threading;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A monitor that outlives its jailer, known by the jail's pid file. Killed when the test ends.</summary>
internal sealed class DetachedMonitor : IDisposable
{
    // Far more than the kernel takes to end a process; only a process that cannot be ended takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string _start;

    private DetachedMonitor(int id)
    {
        Id = id;
        _start = StartOf(id) ?? throw new InvalidOperationException($"process {id} of the pid file is not there");
    }

    /// <summary>The process, as the host numbers it.</summary>
    internal int Id { get; }

    /// <summary>Whether the process has ended; a reused pid does not count.</summary>
    internal bool HasEnded => StartOf(Id) != _start;

    /// <summary>Finds the monitor of a jail.</summary>
    internal static DetachedMonitor Of(TestJail jail) => Of(jail.PidFile);

    /// <summary>Finds the monitor that a pid file names.</summary>
    internal static DetachedMonitor Of(string pidFile) => new(int.Parse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture));

    /// <summary>Waits for the process to end.</summary>
    /// <exception cref="TimeoutException"/>
    internal void WaitForEnd()
    {
        if (!SpinWait.SpinUntil(() => HasEnded, _patience))
        {
            throw new TimeoutException($"process {Id} did not end");
        }
    }

    public void Dispose()
    {
        if (!HasEnded)
        {
            _ = Syscall.kill(Id, Signum.SIGKILL);
            WaitForEnd();
        }
    }

    // Field 22 of stat is when it started; a zombie has ended.
    private static string? StartOf(int id)
    {
        try
        {
            string[] fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
            return fields[0] == "Z" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
