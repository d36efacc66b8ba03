using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>A jailed guest of this project with a socket device, and the host's end of its connections.</summary>
internal sealed class VsockGuest : IDisposable
{
    /// <summary>The port of the guest whose connections send back all that comes.</summary>
    internal const uint EchoPort = 1024;

    /// <summary>Its port whose connections answer how much came, and its hash, when the host has shut its side.</summary>
    internal const uint SinkPort = 1025;

    /// <summary>Its port whose connections send as much of the pattern as they are asked for.</summary>
    internal const uint SourcePort = 1026;

    /// <summary>Its port whose connections take all and say nothing.</summary>
    internal const uint HoldPort = 1027;

    /// <summary>Its port whose connections take nothing.</summary>
    internal const uint DeafPort = 1028;

    /// <summary>The port at which a connection ends the guest.</summary>
    internal const uint EndPort = 1029;

    /// <summary>Its port whose connections say that they receive no more.</summary>
    internal const uint MutePort = 1030;

    private const string KernelName = "kernel";
    private const string MetricsName = "vmm.metrics";
    private const string SocketName = "v.sock";

    // Longer than anything takes here: a hung connection must not hang the suite.
    private const int Patience = 60_000;

    private readonly List<HostPort> _ports = [];

    /// <param name="words">The words of the guest's command line.</param>
    /// <param name="guest">Its name in tests/guests.</param>
    /// <param name="mebibytes">Its memory.</param>
    /// <param name="fields">More fields of the device, as the API has them, each after a comma.</param>
    internal VsockGuest(string words, string guest = "vsock", int mebibytes = 128, string fields = "")
    {
        Jail.Stage(KernelName, File.ReadAllBytes(Artifacts.Guest(guest)));
        Jail.StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "{{KernelName}}", "boot_args": {{JsonSerializer.Serialize(words)}}},
              "vsock": {"guest_cid": 3, "uds_path": "{{SocketName}}"{{fields}}},
              "machine-config": {"vcpu_count": 1, "mem_size_mib": {{mebibytes}}},
              "metrics": {"metrics_path": "{{MetricsName}}"}
            }
            """);
    }

    internal TestJail Jail { get; } = new();

    /// <summary>Where the host's programs connect to.</summary>
    internal string Path => Jail.PathOf(SocketName);

    /// <summary>Listens for connections of the guest to a port of the host's.</summary>
    /// <param name="serve">Serves a connection; null when connections are held and never read.</param>
    internal HostPort Listen(uint port, Action<Socket>? serve)
    {
        HostPort listener = new($"{Path}_{port}", serve);
        _ports.Add(listener);
        return listener;
    }

    /// <summary>Connects to a port of the guest.</summary>
    internal Socket Connect(uint port) => Connect(Path, port);

    /// <summary>Connects to a port of a guest by its monitor's socket.</summary>
    internal static Socket Connect(string path, uint port)
    {
        Socket socket = Open(path);
        SendAll(socket, Encoding.ASCII.GetBytes($"CONNECT {port}\n"));
        Assert.Matches("^OK [0-9]+$", ReadLine(socket));
        return socket;
    }

    /// <summary>A connection to the monitor's socket that has said nothing yet.</summary>
    internal static Socket Open(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = Patience, SendTimeout = Patience };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>The next line, without its end, or what came before the end of the stream; not a byte further.</summary>
    internal static string ReadLine(Socket socket)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (socket.Receive(one) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }
        return line.ToString();
    }

    /// <summary>Everything up to the end of the stream.</summary>
    internal static byte[] ReadAll(Socket socket)
    {
        using MemoryStream all = new();
        byte[] room = new byte[64 << 10];
        for (int count; (count = socket.Receive(room)) > 0;)
        {
            all.Write(room, 0, count);
        }
        return all.ToArray();
    }

    /// <summary>Sends until the kernel says that nobody receives.</summary>
    internal static void AwaitRefusal(Socket socket)
    {
        SocketException? refused = null;
        while (refused is null)
        {
            try
            {
                SendAll(socket, "x"u8);
                Thread.Sleep(1);
            }
            catch (SocketException exception)
            {
                refused = exception;
            }
        }
        Assert.Equal(SocketError.Shutdown, refused.SocketErrorCode);
    }

    internal static void SendAll(Socket socket, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[socket.Send(data)..];
        }
    }

    /// <summary>Has the guest end, and waits for it.</summary>
    internal ProgramResult End(RunningProgram program)
    {
        using Socket socket = Open(Path);
        SendAll(socket, Encoding.ASCII.GetBytes($"CONNECT {EndPort}\n"));
        return program.WaitForEnd();
    }

    /// <summary>A metric, once the monitor has ended: what was counted between two lines is in the later one.</summary>
    /// <param name="group">The group that it belongs to.</param>
    internal long CountOf(string metric, string group = "vsock") => File.ReadLines(Jail.PathOf(MetricsName))
        .Sum(line => JsonDocument.Parse(line).RootElement.GetProperty(group).GetProperty(metric).GetInt64());

    public void Dispose()
    {
        _ports.ForEach(port => port.Dispose());
        Jail.Dispose();
    }
}
