using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Footprint;

/// <summary>How many pages a monitor's start touches: each costs microseconds, and most of them stay.</summary>
public sealed class StartFaultTests(ITestOutputHelper output)
{
    private const int Runs = 5;

    // Three fifths of what the starts of version 0.2.0's first builds took.
    private const long Most = 240;

    // Field of /proc/PID/stat: minor faults of all threads.
    private const int MinorFaults = 10;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void ToASocketThatAccepts()
    {
        Requires.RootAndKvm();
        string folder = Directory.CreateTempSubdirectory("kiln-faults-").FullName;
        long least = long.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long faults = FaultsOfAStart(Path.Combine(folder, $"{run}.sock"));
            output.WriteLine($"{faults} faults");
            // A busy host adds some, where it has to look for a page again; nothing takes any away.
            least = Math.Min(least, faults);
        }
        Directory.Delete(folder, recursive: true);

        Assert.InRange(least, 1, Most);
    }

    private static long FaultsOfAStart(string socket)
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Vmm, ["--api-sock", socket, "--level", "Off"]);
        Assert.True(SpinWait.SpinUntil(() => Accepts(socket) || program.HasEnded, _patience) && !program.HasEnded, program.Error);
        return long.Parse(new ProcessView(program.Id).StatOf(MinorFaults), CultureInfo.InvariantCulture);
    }

    private static bool Accepts(string path)
    {
        using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
