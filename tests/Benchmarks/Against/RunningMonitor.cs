using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace Kiln.Benchmarks.Against;

/// <summary>A monitor that was started; killed when disposed.</summary>
internal sealed class RunningMonitor : IDisposable
{
    // Of a whole run, which takes at most some seconds; bounds only how long a monitor that hangs holds the others up.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Launch _launch;
    private readonly Process _process;
    private readonly long _start;
    private readonly Timer _watch;
    private volatile bool _isLate;

    /// <param name="arguments">The monitor's own arguments.</param>
    internal RunningMonitor(Launch launch, string[] arguments)
    {
        _launch = launch;
        ProcessStartInfo start = new(launch.Program, [.. launch.Words, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _start = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _watch = new Timer(_ => EndLate(), null, _patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The pid; a jailer's stays the monitor's.</summary>
    internal int Id => _process.Id;

    /// <summary>Since just before the start.</summary>
    internal double Milliseconds => Stopwatch.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>The guest's console.</summary>
    internal Stream Console => _process.StandardOutput.BaseStream;

    /// <summary>Waits, awake, until the API's socket accepts.</summary>
    /// <exception cref="InvalidOperationException"/>
    internal Socket Connect()
    {
        UnixDomainSocketEndPoint address = new(_launch.Socket);
        while (true)
        {
            if (File.Exists(_launch.Socket))
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    socket.Connect(address);
                    return socket;
                }
                catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused)
                {
                    // Bound, and not listening yet.
                    socket.Dispose();
                }
            }
            if (_process.HasExited)
            {
                throw Failure("its API accepted");
            }
            // On a host with one processor the monitor needs this one.
            Thread.Yield();
        }
    }

    /// <summary>Reads the first byte of the guest's console.</summary>
    /// <exception cref="InvalidOperationException"/>
    internal void AwaitByte()
    {
        if (Console.ReadByte() < 0)
        {
            throw Failure("its guest wrote a byte");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It does not end, or not with status 0.</exception>
    internal void AwaitEnd()
    {
        _process.WaitForExit();
        if (_process.ExitCode != 0)
        {
            throw Failure("its guest ended it");
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void EndLate()
    {
        _isLate = true;
        _process.Kill();
    }

    private InvalidOperationException Failure(string what)
    {
        _process.WaitForExit();
        string command = string.Join(' ', [_process.StartInfo.FileName, .. _process.StartInfo.ArgumentList]);
        string end = _isLate ? $"took longer than {_patience.TotalSeconds} seconds" : $"ended with status {_process.ExitCode}";
        string words = _process.StandardError.ReadToEnd().ReplaceLineEndings(" ").Trim();
        return new InvalidOperationException($"'{command}' {end} before {what}{(words.Length == 0 ? "" : $", saying '{words}'")}");
    }
}
