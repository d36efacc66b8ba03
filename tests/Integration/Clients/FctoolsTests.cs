using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// fctools: it first asks both binaries for their version, makes the jail, the log and the metrics itself before the start, waits only until the
/// socket exists, speaks hyper's HTTP, and removes the whole jail. Its machines track dirty pages. Left out: networks, vsock, balloon, snapshots.
/// </summary>
public sealed class FctoolsTests : IDisposable
{
    private const string Socket = "/run/api.sock";
    private const string Log = "/vmm.log";
    private const string Metrics = "/vmm.metrics";

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void TheInstallationIsWhatItSays()
    {
        ProgramResult firecracker = RunningProgram.Run(_host.Firecracker, "--version");
        ProgramResult jailer = RunningProgram.Run(Artifacts.Jailer, "--version");

        Assert.StartsWith("Firecracker v1.17", firecracker.Output, StringComparison.Ordinal);
        Assert.StartsWith("Jailer v1.17", jailer.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (firecracker.Status, jailer.Status));
    }

    [Fact]
    public void AJailedMachineIsConfiguredPausedAndShutDownByTheKeyboard()
    {
        Prepare("keys");
        using ReapedProgram jailer = Start();
        using Exchange api = Boot(jailer, "keys", "keys ready");

        Assert.Equal("Running", Information(api, "state"));
        Assert.Equal("Firecracker", Information(api, "app_name"));
        Assert.Equal(_host.Id, Information(api, "id"));
        api.Do("PATCH", "/vm", """{"state":"Paused"}""");
        Assert.Equal("Paused", Information(api, "state"));
        api.Do("PATCH", "/vm", """{"state":"Resumed"}""");
        api.Do("PUT", "/actions", """{"action_type":"FlushMetrics"}""");
        Assert.True(JsonDocument.Parse(File.ReadLines(_host.InJail(Metrics)).Last()).RootElement.TryGetProperty("utc_timestamp_ms", out _));
        Assert.Equal("True", JsonDocument.Parse(api.Get("/vm/config").Body).RootElement.GetProperty("machine-config").GetProperty("track_dirty_pages").ToString());

        api.Do("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");

        Assert.Equal(Ending.Exited(0), jailer.WaitForEnd());
        Directory.Delete(Path.GetDirectoryName(_host.Root)!, recursive: true);
    }

    [Fact]
    public void APausedMachineIsKilled()
    {
        Prepare("spin");
        using ReapedProgram jailer = Start();
        using Exchange api = Boot(jailer, "spin", "spinning");

        api.Do("PATCH", "/vm", """{"state":"Paused"}""");
        jailer.Signal(Signum.SIGKILL);

        Assert.Equal(Ending.Killed(Signum.SIGKILL), jailer.WaitForEnd());
        Directory.Delete(Path.GetDirectoryName(_host.Root)!, recursive: true);
    }

    private ReapedProgram Start() => ReapedProgram.Start(
        Artifacts.Jailer, "--exec-file", _host.Firecracker, "--uid", $"{Installation.UserId}", "--gid", $"{Installation.GroupId}", "--id", _host.Id,
        "--chroot-base-dir", _host.Jails, "--resource-limit", "no-file=1024",
        "--", "--api-sock", Socket, "--level", "Debug", "--log-path", Log, "--show-log-origin", "--show-level", "--boot-timer",
        "--http-api-max-payload-size", "51200", "--mmds-size-limit", "51200");

    // Everything that the monitor needs exists before it runs, and belongs to its user.
    private void Prepare(string guest)
    {
        Directory.CreateDirectory(_host.InJail("run"));
        foreach (string name in (string[])[Log, Metrics])
        {
            File.WriteAllText(_host.InJail(name), "");
            Own(name);
        }
        File.Copy(_host.Kernel(guest), _host.InJail(guest));
        File.Copy(_host.Disk("rootfs.ext4"), _host.InJail("rootfs.ext4"));
        Own(guest);
        Own("rootfs.ext4");
    }

    private void Own(string name) => Assert.Equal(0, Syscall.chown(_host.InJail(name), Installation.UserId, Installation.GroupId));

    private Exchange Boot(ReapedProgram jailer, string guest, string sign)
    {
        string socket = _host.InJail(Socket);
        Installation.Await(0, jailer, () => File.Exists(socket));
        System.Threading.Thread.Sleep(1);
        Exchange api = new(socket, Dialect.Hyper(socket));
        api.Do("PUT", "/boot-source", $$"""{"boot_args":"console=ttyS0 reboot=k panic=1 pci=off","kernel_image_path":"/{{guest}}"}""");
        api.Do("PUT", "/drives/rootfs", """{"drive_id":"rootfs","is_root_device":true,"is_read_only":false,"path_on_host":"/rootfs.ext4"}""");
        api.Do("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128,"track_dirty_pages":true}""");
        api.Do("PUT", "/metrics", $$"""{"metrics_path":"{{Metrics}}"}""");
        api.Do("PUT", "/entropy", """{"rate_limiter":{"bandwidth":{"size":1000,"one_time_burst":1000,"refill_time":100}}}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        jailer.WaitForOutput(sign);
        return api;
    }

    private static string? Information(Exchange api, string field) => api.Get("/")[field];
}
