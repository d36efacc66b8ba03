using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>
/// Linux and its host talk by sockets, jailed and under all filters. Its own kernel answers on cid 1, so that its programs always connect to cid 2, and the
/// kernel must have the cid of the machine.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class LinuxVsockTests(SavedSocketLinux saved, ITestOutputHelper output) : IClassFixture<SavedSocketLinux>
{
    // Of the guest's programs and the host's.
    private const uint GuestPort = 1024;
    private const uint HostPortNumber = 5000;

    // Of each side.
    private const int Streams = 50;

    // What an emulated kernel moves in a second or two for each of them.
    private const int StreamLength = 20_000;

    private const int Generations = 5;

    // Of connecting to the guest.
    private const int MostTries = 10;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    private readonly List<LinuxShell> _shells = [];
    private readonly List<HostPort> _ports = [];

    [Fact]
    public void FiftyStreamsOfEachSideComeBackAsTheyWere() => WithGuest(shell =>
    {
        Assert.EndsWith($"vsock: cid {SavedSocketLinux.Cid}", shell.Ask("/vsock cid"), StringComparison.Ordinal);
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        ManyStreams streams = new(StreamLength, seed);
        int number = Streams;
        Listen(shell, socket => streams.Exchange(socket, Interlocked.Increment(ref number) - 1));
        Start(shell, "listen echo");
        Stopwatch watch = Stopwatch.StartNew();
        Socket[] sockets = [.. Enumerable.Range(0, Streams).Select(_ => Connect(shell))];
        shell.Type($"/vsock connect echo {HostPortNumber} {Streams} &");
        for (int index = 0; index < Streams; index++)
        {
            int own = index;
            new Thread(() => streams.Exchange(sockets[own], own)).Start();
        }
        streams.Await(2 * Streams, _patience);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s for {2 * Streams} streams of {StreamLength} bytes, there and back");
        shell.WaitFor($"vsock: {Streams} connections, 0 lost");
    });

    [Fact]
    public void WhoeverShutsItsSideGetsItsAnswer() => WithGuest(shell =>
    {
        byte[] content = Pattern.Make(7, StreamLength);
        Start(shell, "listen sum");
        using (Socket socket = Connect(shell))
        {
            VsockGuest.SendAll(socket, content);
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(Pattern.Answer(content) + "\n", Encoding.ASCII.GetString(VsockGuest.ReadAll(socket)));
        }

        byte[]? got = null;
        Listen(shell, socket =>
        {
            got = VsockGuest.ReadAll(socket);
            VsockGuest.SendAll(socket, content);
        });
        shell.Type($"/vsock connect send {HostPortNumber} 1 {StreamLength}");
        shell.WaitFor($"sent {StreamLength}, answer of {content.Length} bytes {Pattern.Hash(content):x}");
        Assert.Equal(Pattern.Make(0, StreamLength), got);
    });

    [Fact]
    public void AConnectionOutlastsPauses() => WithGuest(shell =>
    {
        Start(shell, "listen echo");
        using Socket socket = Connect(shell);
        for (int count = 0; count < 3; count++)
        {
            AssertEcho(socket, $"before {count}");
            shell.Jail.Pause();
            VsockGuest.SendAll(socket, Encoding.ASCII.GetBytes($"while {count}\n"));
            shell.Jail.Resume();
            Assert.Equal($"while {count}", VsockGuest.ReadLine(socket));
        }
    });

    // The listener is the same through all of them; the one that connects loses its connection in each, and opens another.
    [Fact]
    public void ListenersAndConnectorsGoOnThroughGenerations() => WithGuest(shell =>
    {
        int connected = 0;
        string last = "";
        void Serve(Socket socket)
        {
            Interlocked.Increment(ref connected);
            for (string line; (line = VsockGuest.ReadLine(socket)).Length > 0;)
            {
                Volatile.Write(ref last, line);
                VsockGuest.SendAll(socket, Encoding.ASCII.GetBytes(line + "\n"));
            }
        }

        Start(shell, "listen echo");
        Listen(shell, Serve);
        shell.Type($"/vsock keep {HostPortNumber} &");
        for (int generation = 0; generation < Generations; generation++)
        {
            Await(() => Volatile.Read(ref last) == $"generation {generation}", shell);
            using Socket socket = Connect(shell);
            AssertEcho(socket, $"generation {generation}");
            shell.Jail.Pause();
            shell.Jail.Create();
            // The host's ends are closed as soon as the machine is saved.
            Assert.Empty(VsockGuest.ReadAll(socket));
            LinuxShell old = shell;
            shell = Restore(old.Jail, Serve);
            old.Jail.Kill();
        }
        Await(() => Volatile.Read(ref last) == $"generation {Generations}", shell);
        Assert.Equal(Generations + 1, connected);
        using Socket after = Connect(shell);
        AssertEcho(after, "after all");
    });

    private static string PathOf(LinuxShell shell) => SavedSocketLinux.PathOf(shell.Jail);

    // Asks byte by byte. A guest has 2 s to answer: one whose kernel is emulated on a busy host does not always.
    private static Socket Connect(LinuxShell shell)
    {
        for (int tries = 1; ; tries++)
        {
            Socket socket = VsockGuest.Open(PathOf(shell));
            foreach (byte one in Encoding.ASCII.GetBytes($"CONNECT {GuestPort}\n"))
            {
                Assert.Equal(1, socket.Send([one]));
            }
            string answer = VsockGuest.ReadLine(socket);
            if (answer.Length > 0 || tries == MostTries)
            {
                Assert.Matches("^OK [0-9]+$", answer);
                return socket;
            }
            socket.Dispose();
        }
    }

    private static void AssertEcho(Socket socket, string line)
    {
        VsockGuest.SendAll(socket, Encoding.ASCII.GetBytes(line + "\n"));
        Assert.Equal(line, VsockGuest.ReadLine(socket));
    }

    private static void Await(Func<bool> condition, LinuxShell shell) =>
        Assert.True(SpinWait.SpinUntil(condition, _patience), shell.Jail.Jail.Program.Output);

    private static void Start(LinuxShell shell, string words)
    {
        shell.Type($"/vsock {words} {GuestPort} &");
        shell.WaitFor($"vsock: listens on {GuestPort}");
    }

    private void Listen(LinuxShell shell, Action<Socket> serve) => _ports.Add(new HostPort($"{PathOf(shell)}_{HostPortNumber}", serve));

    private LinuxShell Restore(SnapshotJail jail, Action<Socket>? serve = null)
    {
        LinuxShell shell = LinuxShell.Restore(jail);
        _shells.Add(shell);
        if (serve is not null)
        {
            Listen(shell, serve);
        }
        return shell;
    }

    // A test in whose guest a program has died on its own is repeated once.
    private void WithGuest(Action<LinuxShell> body)
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        if (!TryWithGuest(body))
        {
            output.WriteLine("repeated: a program of the guest died of a segmentation fault");
            Assert.True(TryWithGuest(body), "a program of the guest died of a segmentation fault twice");
        }
    }

    private bool TryWithGuest(Action<LinuxShell> body)
    {
        try
        {
            body(Restore(saved.Jail));
            return true;
        }
        catch (Exception) when (_shells.Exists(shell => shell.HasLostAProgram))
        {
            return false;
        }
        finally
        {
            _ports.ForEach(port => port.Dispose());
            _ports.Clear();
            _shells.ForEach(shell => shell.Dispose());
            _shells.Clear();
        }
    }
}
