using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Kiln.Testing.Harness;

/// <summary>Looks at a monitor's memory every 10 ms while it exists.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly int _process;
    private readonly string? _jailer;
    private readonly Func<int, long> _read;
    private long _highest;

    /// <param name="process">The monitor's process, which may be its jailer's still.</param>
    /// <param name="jailer">The jailer, whose memory does not count; null when there is none.</param>
    /// <param name="read">Returns the KiB of the process that count.</param>
    internal MemoryWatch(int process, string? jailer, Func<int, long> read)
    {
        (_process, _jailer, _read) = (process, Path.GetFileName(jailer), read);
        _thread = new Thread(Look);
        _thread.Start();
    }

    /// <summary>How often it has looked.</summary>
    internal int Count { get; private set; }

    /// <summary>Ends the watch.</summary>
    /// <returns>The most KiB that it has read.</returns>
    internal long End()
    {
        Dispose();
        return _highest;
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
    }

    private void Look()
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (TimeSpan next = TimeSpan.Zero; !_end.IsSet; next += _interval)
        {
            try
            {
                if (IsMonitor)
                {
                    _highest = Math.Max(_highest, _read(_process));
                    Count++;
                }
            }
            catch (IOException)
            {
                // It has ended, which whoever talks to it notices.
                return;
            }
            TimeSpan pause = next + _interval - watch.Elapsed;
            _end.Wait(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        }
    }

    private bool IsMonitor => Path.GetFileName(new FileInfo($"/proc/{_process}/exe").LinkTarget) != _jailer;
}
