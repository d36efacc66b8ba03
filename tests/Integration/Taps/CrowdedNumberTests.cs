using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>Whoever connects to the API, never gets a socket at a number of taps, at which the vmm thread may read and write: with taps, without, and while one is replaced.</summary>
public sealed class CrowdedNumberTests
{
    private const int Connections = 200;
    private const int FirstTap = 64;
    private const int LastTap = 95;

    // Where the kernel goes on when the numbers below the monitor's own are used up.
    private const int Beyond = 176;

    // Nothing; half a request; garbage; a request and no end of another.
    private static readonly string[] _said = ["", "GET / HT", "\0\u0001\u0002\r\n\r\n{]", "GET / HTTP/1.1\r\n\r\nPUT /actions HTTP/1.1\r\nContent-Length: 50\r\n\r\n{"];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    public void InAJail(int taps) => InPrivateNetwork(() =>
    {
        using ApiJail jail = new([.. Enumerable.Range(0, taps).SelectMany(tap => (string[])["--tap", $"made{tap}"])]);

        Crowd(jail.Socket, jail.Process, taps, _ => { });

        Assert.Equal(200, jail.Request("GET", "/").Status);
    });

    [Fact]
    public void WhileAnInterfaceGetsOtherTaps() => InPrivateNetwork(() =>
    {
        using HostTap one = new("one0", owner: TestJail.UserId);
        using HostTap other = new("other0", owner: TestJail.UserId);
        using ApiJail jail = new();

        Crowd(jail.Socket, jail.Process, 1, count =>
            jail.Do("PUT", "/network-interfaces/eth0", $$"""{"iface_id": "eth0", "host_dev_name": "{{(count % 2 == 0 ? "one0" : "other0")}}"}"""));
    });

    // Here every number below the monitor's own is the caller's, so that clients need others.
    [Fact]
    public void WithNoNumberLeftBelow()
    {
        Requires.Kvm();
        string folder = Directory.CreateTempSubdirectory("kiln-crowd-").FullName;
        string socket = Path.Combine(folder, "api.sock");
        // One redirection each: of several, the shell keeps the files that are open there at numbers of its own until the last is made.
        // The runtime has the last, 38; 37 is moved.
        string free = string.Concat(Enumerable.Range(3, LastTap - 2).Select(number => $"exec {number}<&-; "));
        string taken = string.Concat(Enumerable.Range(3, 35).Select(number => $"exec {number}</dev/null; "));
        using RunningProgram program = RunningProgram.Start("bash", ["-c", $"{free}{taken}exec {Artifacts.Vmm} --api-sock {socket} --level Off"]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket) || program.HasEnded, _patience) && !program.HasEnded, program.Error);
        ProcessView monitor = new(program.Id);

        int highest = Crowd(socket, monitor, 0, _ => { });

        Assert.True(highest >= Beyond, $"no socket above {highest}: the crowd was none");
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>The highest number of a socket.</returns>
    private static int Crowd(string path, ProcessView monitor, int taps, Action<int> meanwhile)
    {
        List<Socket> clients = [];
        int highest = 0;
        for (int count = 1; count <= Connections; count++)
        {
            Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(path));
            clients.Add(client);
            client.Send(Encoding.ASCII.GetBytes(_said[count % _said.Length]));
            if (count % 10 == 0)
            {
                meanwhile(count / 10);
                IReadOnlyDictionary<int, string> open = monitor.Descriptors;
                AssertTaps(open, taps);
                highest = Math.Max(highest, open.Where(file => file.Value.Contains("socket:", StringComparison.Ordinal)).Max(file => file.Key));
            }
        }
        clients.ForEach(client => client.Dispose());
        return highest;
    }

    private static void AssertTaps(IReadOnlyDictionary<int, string> open, int taps)
    {
        for (int number = FirstTap; number <= LastTap; number++)
        {
            string file = open[number];
            Assert.True(number < FirstTap + taps ? file.EndsWith("/net/tun", StringComparison.Ordinal) : file == "/" || file.StartsWith("/srv/", StringComparison.Ordinal), $"{number} is {file}");
        }
    }

    private static void InPrivateNetwork(Action body)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(body);
    }
}
