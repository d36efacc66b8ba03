using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// firecracker-rs-sdk: HTTP/1.0 without a header on one connection for the microVM's life. It connects as soon as the socket has a name, and takes
/// an answer for read when a piece of it is shorter than 64 bytes. It reads the jail's pid file as a bare number, and ends by <c>kill -15</c>.
/// Left out: networks, vsock, balloon, MMDS, snapshots.
/// </summary>
public sealed class FirecrackerRsSdkTests : IDisposable
{
    private const string Socket = "/run/firecracker.socket";

    // The client's buffer: a piece that fills it is not the last.
    private const int Piece = 64;

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AJailedMachineLivesOnOneConnectionOfHttp10()
    {
        using ReapedProgram jailer = ReapedProgram.Start(
            Artifacts.Jailer, "--exec-file", _host.Firecracker, "--gid", $"{Installation.GroupId}", "--id", _host.Id, "--uid", $"{Installation.UserId}",
            "--chroot-base-dir", _host.Jails, "--", "--api-sock", Socket);
        Installation.Await(0, jailer, () => File.Exists(_host.InJail(Socket)));
        using Exchange api = new(_host.InJail(Socket), Dialect.ByHand);
        Assert.Equal(jailer.Id, int.Parse(File.ReadAllText(_host.PidFile), NumberStyles.None, CultureInfo.InvariantCulture));

        Assert.Contains("\"firecracker_version\":\"1.17.0\"", Event(api, "GET", "/version"), StringComparison.Ordinal);
        Event(api, "PUT", "/machine-config", """{"mem_size_mib":128,"vcpu_count":1}""");
        Assert.Equal(0, Syscall.link(_host.Kernel("spin"), _host.InJail("spin")));
        Event(api, "PUT", "/boot-source", """{"boot_args":"console=ttyS0 reboot=k panic=1 pci=off","kernel_image_path":"spin"}""");
        Assert.Equal(0, Syscall.link(_host.Disk("rootfs"), _host.InJail("rootfs")));
        Assert.Equal(0, Syscall.chown(_host.InJail("rootfs"), Installation.UserId, Installation.GroupId));
        Event(api, "PUT", "/drives/rootfs", """{"drive_id":"rootfs","is_root_device":true,"is_read_only":false,"path_on_host":"rootfs"}""");
        Event(api, "PUT", "/actions", """{"action_type":"InstanceStart"}""");
        jailer.WaitForOutput("spinning");
        Event(api, "PATCH", "/vm", """{"state":"Paused"}""");
        Assert.Contains("\"state\":\"Paused\"", Event(api, "GET", "/"), StringComparison.Ordinal);
        Event(api, "PATCH", "/vm", """{"state":"Resumed"}""");

        RunningProgram.Run("kill", "-15", $"{jailer.Id}");

        Assert.Equal(Ending.Killed(Signum.SIGTERM), jailer.WaitForEnd());
        File.Delete(_host.InJail(Socket));
        Directory.Delete(_host.Root, recursive: true);
    }

    // The client connects only once, so a path without a listener would be the end.
    [Fact]
    public void WhoConnectsAtOnceIsHeard()
    {
        for (int round = 0; round < 20; round++)
        {
            string socket = _host.PathOf($"{round}.socket");
            using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", socket);
            Installation.Await(0, firecracker, () => File.Exists(socket));
            using Exchange api = new(socket, Dialect.ByHand);
            Assert.Contains("\"state\":\"Not started\"", Event(api, "GET", "/"), StringComparison.Ordinal);
        }
    }

    // As its agent reads, and its decoder: the whole of an answer by then, or an error.
    private static string Event(Exchange api, string method, string path, string? body = null)
    {
        api.Send(Dialect.ByHand.Write(method, path, body));
        StringBuilder received = new();
        byte[] piece = new byte[Piece];
        int count;
        do
        {
            count = api.Socket.Receive(piece, SocketFlags.None);
            received.Append(Encoding.UTF8.GetString(piece, 0, count));
        }
        while (count == Piece);
        string answer = received.ToString();
        Assert.Contains("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.StartsWith(body is null ? "HTTP/1.1 200" : "HTTP/1.1 204", answer, StringComparison.Ordinal);
        string text = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.True(body is not null || answer.Contains($"Content-Length: {text.Length}\r\n", StringComparison.Ordinal), answer);
        return text;
    }
}
