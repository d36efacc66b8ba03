using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>A monitor exercised through everything that its API offers.</summary>
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
        Do(client, "PUT", "/machine-config", """{"vcpu_count": 1, "mem_size_mib": 128, "track_dirty_pages": true}""");
        Do(client, "PUT", "/boot-source", $$"""{"kernel_image_path": "{{Artifacts.Guest("keys")}}", "boot_args": ""}""");
        string disk = Path.Combine(folder, "disk");
        File.WriteAllBytes(disk, new byte[512]);
        Do(client, "PUT", "/drives/disk", Drive("disk", disk, "\"io_engine\": \"Async\""));
        string page = Path.Combine(folder, "page");
        File.WriteAllBytes(page, new byte[512]);
        Do(client, "PUT", "/drives/reading", Drive("reading", page, "\"is_read_only\": true"));
        Do(client, "PUT", "/drives/unlocked", Drive("unlocked", disk, "\"lock\": \"off\""));
        Do(client, "PUT", "/actions", """{"action_type": "InstanceStart"}""");
        program.WaitForOutput("keys");
        Do(client, "PUT", "/actions", """{"action_type": "ReopenOutputs"}""");
        Do(client, "PATCH", "/vm", """{"state": "Paused"}""");
        Do(client, "PUT", "/snapshot/create", $$"""{"snapshot_path": "{{State(folder)}}", "mem_file_path": "{{Memory(folder)}}"}""");
        Do(client, "PATCH", "/vm", """{"state": "Resumed"}""");
        Do(client, "PATCH", "/drives/disk", $$"""{"drive_id": "disk", "path_on_host": "{{disk}}"}""");
        Do(client, "PATCH", "/drives/reading", $$"""{"drive_id": "reading", "path_on_host": "{{page}}"}""");
        Do(client, "PATCH", "/drives/unlocked", $$"""{"drive_id": "unlocked", "path_on_host": "{{page}}"}""");
        Do(client, "PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");
        Assert.Equal(0, program.WaitForEnd().Status);
    }

    /// <summary>Runs another monitor, which continues the machine of the first from its snapshot, to its end.</summary>
    /// <param name="trace">Where the tracer writes.</param>
    /// <param name="folder">Where the first one's files are.</param>
    internal static void Continue(string trace, string folder)
    {
        string path = Path.Combine(folder, "load.sock");
        using RunningProgram program = RunningProgram.Start(Artifacts.Probe, ["cover", trace, "--", Artifacts.Vmm, "--api-sock", path]);
        program.WaitForOutput("API server started.");
        using ApiClient client = new(path);
        Do(client, "PUT", "/snapshot/load", $$"""
            {"snapshot_path": "{{State(folder)}}", "mem_backend": {"backend_type": "File", "backend_path": "{{Memory(folder)}}"}, "resume_vm": true}
            """);
        Do(client, "PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");
        Assert.Equal(0, program.WaitForEnd().Status);
    }

    private static string State(string folder) => Path.Combine(folder, "state");

    private static string Memory(string folder) => Path.Combine(folder, "memory");

    private static string Drive(string id, string path, string field) =>
        $$"""{"drive_id": "{{id}}", "is_root_device": false, "path_on_host": "{{path}}", {{field}}}""";

    private static void Do(ApiClient client, string method, string path, string body) =>
        Assert.Equal(new Answer(204, ""), client.Request(method, path, body));

    // A stale socket file. The runtime would remove it if it were not elsewhere meanwhile.
    private static void LeaveSocket(string path)
    {
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + "-");
        }
        File.Move(path + "-", path);
    }

    // The connection is shut down after the response.
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
