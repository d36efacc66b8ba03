using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// Firecracker's own test suite, with Python's requests: it makes the log beforehand and parses it, keeps its connection, sends a request's body
/// separately from its headers, pins threads by name, compares versions, and expects the jail's first process under the pid in the pid file.
/// Left out: networks, vsock, balloon, snapshots, ssh.
/// </summary>
public sealed class FirecrackerSuiteTests : IDisposable
{
    private const string Socket = "/run/firecracker.socket";

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AMicrovmIsSpawnedConfiguredPinnedAndKilled()
    {
        Directory.CreateDirectory(_host.Root);
        foreach (string name in (string[])["fc.log", "fc.ndjson"])
        {
            File.WriteAllText(_host.InJail(name), "");
            Own(name);
        }
        using ReapedProgram jailer = ReapedProgram.Start(
            Artifacts.Jailer, "--id", _host.Id, "--exec-file", _host.Firecracker, "--uid", $"{Installation.UserId}", "--gid", $"{Installation.GroupId}",
            "--chroot-base-dir", _host.Jails, "--new-pid-ns", "--", "--api-sock", Socket, "--log-path", "fc.log", "--level", "Debug", "--show-level",
            "--show-log-origin", "--metrics-path", "fc.ndjson", "--boot-timer");
        Assert.Equal(Ending.Exited(0), jailer.WaitForExit());
        using DetachedMonitor monitor = DetachedMonitor.Of(_host.PidFile);
        Assert.True(System.Threading.SpinWait.SpinUntil(() => File.Exists(_host.InJail(Socket)), TimeSpan.FromSeconds(20)));
        using Exchange api = new(_host.InJail(Socket), Dialect.Requests);
        string version = api.Get("/version")["firecracker_version"]!;
        Assert.StartsWith($"Firecracker v{version}\n", RunningProgram.Run(_host.Firecracker, "--version").Output, StringComparison.Ordinal);
        Assert.Contains($"Running Firecracker v{version}", File.ReadAllText(_host.InJail("fc.log")), StringComparison.Ordinal);

        Put(api, "/machine-config", """{"vcpu_count": 2, "smt": false, "mem_size_mib": 256, "track_dirty_pages": false, "huge_pages": "None"}""");
        Stage(_host.Kernel("spin"));
        Put(api, "/boot-source", """{"kernel_image_path": "/spin", "boot_args": "reboot=k panic=1 nomodule swiotlb=noforce console=ttyS0 8250.nr_uarts=1"}""");
        Stage(_host.Disk("rootfs.ext4"));
        Put(api, "/drives/rootfs", """{"drive_id": "rootfs", "path_on_host": "/rootfs.ext4", "is_root_device": true, "is_read_only": false}""");
        Put(api, "/actions", """{"action_type": "InstanceStart"}""");
        Answer info = api.Get("/");
        Assert.Equal(("Running", "Firecracker", version, _host.Id), (info["state"], info["app_name"], info["vmm_version"], info["id"]));
        Assert.Contains("\r\nServer: Firecracker API\r\n", api.Head, StringComparison.Ordinal);
        Put(api, "/actions", """{"action_type": "FlushMetrics"}""");
        Assert.Equal(2, File.ReadLines(_host.InJail("fc.ndjson")).Count(line => JsonDocument.Parse(line) is not null));

        PinEveryThreadByName(monitor.Id);
        _ = Syscall.kill(monitor.Id, Signum.SIGKILL);
        monitor.WaitForEnd();
    }

    // Its refusals are parsed as JSON, and the connection serves the next request.
    [Fact]
    public void RefusalsKeepTheConnection()
    {
        using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", _host.PathOf("api.sock"), "--id", _host.Id);
        Installation.Await(200, firecracker, () => File.Exists(_host.PathOf("api.sock")));
        using Exchange api = new(_host.PathOf("api.sock"), Dialect.Requests);

        Assert.Equal("Invalid request method and/or path: GET unknown.", api.Ask("GET", "/unknown")["fault_message"]);
        Assert.Equal("Empty PUT request.", api.Ask("PUT", "/machine-config")["fault_message"]);
        Assert.StartsWith(
            "An error occurred when deserializing the json body of a request: missing field `vcpu_count`",
            api.Ask("PUT", "/machine-config", """{"mem_size_mib": 128}""")["fault_message"],
            StringComparison.Ordinal);
        Assert.Equal("The requested operation is not supported before starting the microVM.", api.Ask("PATCH", "/vm", """{"state": "Paused"}""")["fault_message"]);
        Assert.Equal("Not started", api.Get("/")["state"]);
    }

    // Its scenario of the size limit; a refused request is an exception there, with the message as its text.
    [Fact]
    public void MetadataFillTheirRoomAndNoMore()
    {
        using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", _host.PathOf("api.sock"), "--id", _host.Id);
        Installation.Await(200, firecracker, () => File.Exists(_host.PathOf("api.sock")));
        using Exchange api = new(_host.PathOf("api.sock"), Dialect.Requests);
        Assert.Equal("MMDS error: The MMDS data store is not initialized.", api.Ask("PATCH", "/mmds", "{}")["fault_message"]);
        string data = """{"latest":{"meta-data":{"ami-id":"smth","secret_key":"SECRET"}}}""".Replace("SECRET", new string('b', 51_137), StringComparison.Ordinal);
        Put(api, "/mmds", data);

        Answer refused = api.Ask("PATCH", "/mmds", """{"latest": {"meta-data": {"ami-id": "another"}}, "more": 1}""");

        Assert.Equal((413, "MMDS limit exceeded error: The MMDS patch request doesn't fit."), (refused.Status, refused["fault_message"]));
        Assert.Equal(data, api.Get("/mmds").Body);
    }

    // http.client sends the request before the body, and the body separately.
    private static void Put(Exchange api, string path, string body)
    {
        string request = Dialect.Requests.Write("PUT", path, body);
        api.Send(request[..^body.Length]);
        api.Send(body);
        Assert.Equal((path, new Answer(204, "")), (path, api.Receive()));
    }

    private static void PinEveryThreadByName(int process)
    {
        ProcessView view = new(process);
        ILookup<string, int> threads = view.Threads.ToLookup(view.NameOf);
        foreach (string name in (string[])["firecracker", "fc_api", "fc_vcpu 0", "fc_vcpu 1"])
        {
            int thread = Assert.Single(threads[name]);
            Assert.Equal((name, 0), (name, RunningProgram.Run("taskset", "-p", "-c", "0", $"{thread}").Status));
        }
        Assert.Equal(process, Assert.Single(threads["firecracker"]));
    }

    private void Stage(string path)
    {
        File.Copy(path, _host.InJail(Path.GetFileName(path)));
        Own(Path.GetFileName(path));
    }

    private void Own(string name) => Assert.Equal(0, Syscall.chown(_host.InJail(name), Installation.UserId, Installation.GroupId));
}
