using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>A monitor with everything that clients of the API can make it do, and everything that it can tell of it.</summary>
internal static class ApiRun
{
    private static readonly TimeSpan _fullness = TimeSpan.FromSeconds(2);

    /// <summary>Runs it to its end.</summary>
    /// <param name="trace">Where the tracer writes.</param>
    /// <param name="folder">Where its files are.</param>
    internal static void Drive(string trace, string folder)
    {
        string path = Path.Combine(folder, "api.sock");
        LeaveSocket(path);
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Probe,
            ["cover", trace, "--", Artifacts.Vmm, "--api-sock", path, "--metrics-path", Path.Combine(folder, "metrics"), "--events-fd", "1"]);
        program.WaitForOutput("API server started.");
        SendNonsense(path);
        DoNotRead(path);
        using ApiClient client = new(path);
        Do(client, "PUT", "/boot-source", $$"""{"kernel_image_path": "{{Artifacts.Guest("keys")}}", "boot_args": ""}""");
        string disk = Path.Combine(folder, "disk");
        File.WriteAllBytes(disk, new byte[512]);
        Do(client, "PUT", "/drives/disk", Drive("disk", disk, "\"io_engine\": \"Async\""));
        Do(client, "PUT", "/drives/reading", Drive("reading", disk, "\"is_read_only\": true"));
        Do(client, "PUT", "/actions", """{"action_type": "InstanceStart"}""");
        program.WaitForOutput("keys");
        Do(client, "PATCH", "/vm", """{"state": "Paused"}""");
        Do(client, "PATCH", "/vm", """{"state": "Resumed"}""");
        Do(client, "PATCH", "/drives/disk", $$"""{"drive_id": "disk", "path_on_host": "{{disk}}"}""");
        Do(client, "PATCH", "/drives/reading", $$"""{"drive_id": "reading", "path_on_host": "{{disk}}"}""");
        Do(client, "PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");
        Assert.Equal(0, program.WaitForEnd().Status);
    }

    private static string Drive(string id, string path, string field) =>
        $$"""{"drive_id": "{{id}}", "is_root_device": false, "path_on_host": "{{path}}", {{field}}}""";

    private static void Do(ApiClient client, string method, string path, string body) =>
        Assert.Equal(new Answer(204, ""), client.Request(method, path, body));

    // A name that nobody serves. The runtime would remove it, unless it lay elsewhere meanwhile.
    private static void LeaveSocket(string path)
    {
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + "-");
        }
        File.Move(path + "-", path);
    }

    // The connection is shut down behind the answer.
    private static void SendNonsense(string path)
    {
        using ApiClient client = new(path);
        client.Socket.Send("BREW\r\n\r\n"u8);
        Assert.Equal(400, client.Receive().Status);
        Assert.Equal(0, client.Receive().Status);
    }

    // The monitor then waits until it could write. It may only be slow to read, being traced: what refuses for long is full both ways.
    private static void DoNotRead(string path)
    {
        using ApiClient client = new(path);
        client.Socket.Blocking = false;
        Stopwatch refused = Stopwatch.StartNew();
        while (refused.Elapsed < _fullness)
        {
            try
            {
                client.Send("GET", "/openapi.yaml");
                refused.Restart();
            }
            catch (SocketException)
            {
                Thread.Sleep(10);
            }
        }
        client.Socket.Blocking = true;
        Assert.Equal(200, client.Receive().Status);
    }
}
