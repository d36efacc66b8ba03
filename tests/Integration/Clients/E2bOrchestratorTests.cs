using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// E2B's orchestrator: a script in its own mount namespace and session executes the monitor, which keeps the pid of the started process; kernel
/// and disk are symbolic links, metrics a FIFO made before the start. It counts and pins vCPUs by their threads' names, discards what
/// FlushMetrics logs by two adjacent lines, and accepts death by SIGTERM, but no status other than zero, as an orderly end.
/// Left out: networks, MMDS, balloon, snapshots.
/// </summary>
public sealed class E2bOrchestratorTests : IDisposable
{
    private readonly Installation _host = new();

    private string Socket => _host.PathOf("fc.sock");

    private string Sandbox => _host.PathOf("sandbox");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void ASandboxIsCreatedPausedAndStopped()
    {
        Fifo metrics = Fifo.Make(_host.PathOf("metrics.fifo"), FilePermissions.S_IRUSR | FilePermissions.S_IWUSR);
        string rootfs = _host.PathOf("rootfs.link");
        File.CreateSymbolicLink(rootfs, "/dev/null");
        using ReapedProgram leader = ReapedProgram.Start("setsid", "unshare", "-m", "--", "bash", "-c", Script(_host.Kernel("spin"), rootfs));
        Installation.Await(10, leader, () => File.Exists(Socket));

        using Exchange api = new(Socket, Dialect.Go);
        api.Do("PUT", "/metrics", $$"""{"metrics_path":"{{metrics.Path}}"}""");
        api.Do("PUT", "/boot-source", $$"""{"boot_args":"console=ttyS0 maxcpus=1 rootflags=discard","kernel_image_path":"{{Sandbox}}/kernel/vmlinux.bin"}""");
        File.Delete(rootfs);
        File.CreateSymbolicLink(rootfs, _host.Disk("rootfs.ext4"));
        api.Do("PUT", "/drives/rootfs", $$"""{"drive_id":"rootfs","io_engine":"Sync","is_root_device":true,"path_on_host":"{{Sandbox}}/rootfs.ext4"}""");
        api.Do("PUT", "/machine-config", """{"mem_size_mib":128,"smt":true,"track_dirty_pages":false,"vcpu_count":2}""");
        api.Do("PUT", "/entropy", """{"rate_limiter":{"bandwidth":{"one_time_burst":0,"refill_time":100,"size":1024}}}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        leader.WaitForOutput("spinning");
        Assert.Equal("firecracker", leader.Process.NameOf(leader.Id));
        Assert.Equal(2, leader.Process.Threads.Count(thread => leader.Process.NameOf(thread).StartsWith("fc_vcpu", StringComparison.Ordinal)));

        api.Do("PUT", "/actions", """{"action_type":"FlushMetrics"}""");
        api.Do("PATCH", "/vm", """{"state":"Paused"}""");
        api.Do("PATCH", "/vm", """{"state":"Resumed"}""");
        File.Delete(metrics.Path);
        leader.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), leader.WaitForEnd());
        string[] lines = metrics.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.True(JsonDocument.Parse(line).RootElement.GetProperty("utc_timestamp_ms").GetInt64() > 0));
        string[] log = leader.Output.Split('\n');
        int flush = Array.FindIndex(log, line => line.Contains("FlushMetrics", StringComparison.Ordinal));
        Assert.Contains("The request was executed successfully", log[flush + 1], StringComparison.Ordinal);
    }

    // It would enter a network namespace as the last step; this process has nothing to enter, and "env" stands where "ip netns exec" would.
    private string Script(string kernel, string rootfs) =>
        $"mount --make-rprivate / && mount -t tmpfs tmpfs {Sandbox} -o X-mount.mkdir && ln -s {rootfs} {Sandbox}/rootfs.ext4 && "
            + $"mkdir -p {Sandbox}/kernel && ln -s {kernel} {Sandbox}/kernel/vmlinux.bin && env {_host.Firecracker} --api-sock {Socket}";
}
