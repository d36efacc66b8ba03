using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Sockets;

/// <summary>One run of a row.</summary>
/// <param name="Rate">MB per second.</param>
/// <param name="Processor">Microseconds of the monitor's CPU time per MiB (<see cref="MonitorThreads"/>); 0 where there is none.</param>
internal readonly record struct SocketRun(double Rate, double Processor)
{
    /// <summary>The host's port to which the guest connects.</summary>
    internal const int Port = 5000;

    private const int Milliseconds = 300;

    // The guest's pause before and after the measured part, in which the host reads the idle monitor's CPU time.
    private const int PauseMilliseconds = 100;
    private const int SettlingMilliseconds = 20;

    /// <summary>Between the guest and this process.</summary>
    /// <exception cref="InvalidOperationException">The guest failed.</exception>
    internal static SocketRun OfGuest(Stage stage, SocketRow row)
    {
        string[] arguments = stage.SocketArguments($"{row.Words} milliseconds={Milliseconds} settle={PauseMilliseconds}", out string path);
        using Socket listener = Listen($"{path}_{Port}");
        using GuestOutput guest = new(new GuestContender("vmm", stage.Jailer, "vcpu 0", _ => arguments), "");
        using Socket socket = listener.Accept();
        _ = guest.Find("vsock: begin");
        double before = Look(guest);
        Thread program = new(() =>
        {
            if (row.IsSending)
            {
                _ = SocketEnds.Drain(socket);
            }
            else
            {
                SocketEnds.Fill(socket, row.Length, Milliseconds);
            }
        });
        program.Start();
        Dictionary<string, double> result = guest.Find("vsock: ", last: "khz");
        double after = Look(guest);
        program.Join();
        return new SocketRun(result["bytes"] / result["ticks"] * result["khz"] / 1e3, (after - before) / (result["bytes"] / (1 << 20)));
    }

    /// <summary>Between two threads of this process.</summary>
    internal static SocketRun OfPair(Stage stage, SocketRow row)
    {
        using Socket listener = Listen(stage.FreePath());
        using Socket writer = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        writer.Connect(listener.LocalEndPoint!);
        using Socket socket = listener.Accept();
        Thread filler = new(() => SocketEnds.Fill(writer, row.Length, Milliseconds));
        long start = Stopwatch.GetTimestamp();
        filler.Start();
        long bytes = SocketEnds.Drain(socket);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        filler.Join();
        return new SocketRun(bytes / seconds / 1e6, 0);
    }

    /// <summary>How long a connection of the guest takes, from its request to the answer.</summary>
    /// <returns>The median of many, in microseconds.</returns>
    internal static double Connecting(Stage stage)
    {
        string[] arguments = stage.SocketArguments($"mode=latency samples=200 to={Port}", out string path);
        using Socket listener = Listen($"{path}_{Port}");
        using GuestOutput guest = new(new GuestContender("vmm", stage.Jailer, "vcpu 0", _ => arguments), "");
        Dictionary<string, double> result = guest.Find("vsock: connected", last: "khz");
        return result["median"] / result["khz"] * 1e3;
    }

    private static Socket Listen(string path)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        listener.Listen(256);
        return listener;
    }

    private static double Look(GuestOutput guest)
    {
        Thread.Sleep(SettlingMilliseconds);
        return MonitorThreads.Microseconds(guest.Id, "vcpu 0");
    }
}
