using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// firecracker-go-sdk: it makes its FIFOs when the monitor runs already and links everything into the jail then, asks the socket every 10 ms, stops
/// by SIGTERM and reads that as the end's cause. It passes <c>--no-seccomp</c> unless it is told otherwise. Left out: networks, vsock, MMDS.
/// </summary>
public sealed class GoSdkTests : IDisposable
{
    private const FilePermissions OwnerOnly = FilePermissions.S_IRWXU;

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AJailedMachineStartsAndIsStoppedBySigterm()
    {
        const string Socket = "/run/firecracker.socket";
        using ReapedProgram jailer = ReapedProgram.Start(
            Artifacts.Jailer, "--id", _host.Id, "--uid", $"{Installation.UserId}", "--gid", $"{Installation.GroupId}",
            "--exec-file", _host.Firecracker, "--chroot-base-dir", _host.Jails, "--", "--no-seccomp", "--api-sock", Socket);
        AwaitSocket(jailer, _host.InJail(Socket));

        Fifo metrics = Fifo.Make(_host.PathOf("metrics.fifo"), OwnerOnly);
        Fifo log = Fifo.Make(_host.PathOf("log.fifo"), OwnerOnly);
        Link(_host.Kernel("spin"));
        Link(_host.Disk("disk"));
        Link(metrics.Path);
        Link(log.Path);
        using Exchange api = new(_host.InJail(Socket), Dialect.Go);
        Configure(api, kernel: "spin", disk: "disk", log: "log.fifo", metrics: "metrics.fifo");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        jailer.WaitForOutput("spinning");

        // The jailer's filters stay, and say so.
        Assert.All(jailer.Process.Threads, thread => Assert.Equal("2", jailer.Process.StatusOf(thread, "Seccomp")));
        Assert.Contains("--no-seccomp", jailer.Error, StringComparison.Ordinal);
        jailer.Signal(Signum.SIGTERM);
        Assert.Equal(Ending.Killed(Signum.SIGTERM), jailer.WaitForEnd());
        File.Delete(_host.InJail(Socket));
        Assert.Contains("The API server received a Put request on \"/metrics\"", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMachineWithoutAJailShutsDownByTheKeyboard()
    {
        string socket = _host.PathOf("firecracker.socket");
        using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", socket, "--id", _host.Id, "--no-seccomp");
        AwaitSocket(firecracker, socket);
        using Exchange api = new(socket, Dialect.Go);
        Configure(api, _host.Kernel("keys"), _host.Disk("disk"), _host.PathOf("vmm.log"), _host.PathOf("vmm.metrics"));
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        firecracker.WaitForOutput("keys ready");

        api.Do("PUT", "/actions", """{"action_type":"SendCtrlAltDel"}""");

        Assert.Equal(Ending.Exited(0), firecracker.WaitForEnd());
        File.Delete(socket);
        Assert.DoesNotContain("panicked", File.ReadAllText(_host.PathOf("vmm.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void SignalsThatItForwardsAreItsEnds()
    {
        foreach (Signum signal in (Signum[])[Signum.SIGINT, Signum.SIGQUIT, Signum.SIGTERM, Signum.SIGABRT])
        {
            string socket = _host.PathOf($"{signal}.socket");
            using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", socket, "--id", _host.Id, "--no-seccomp");
            AwaitSocket(firecracker, socket);

            firecracker.Signal(signal);

            Assert.Equal(Ending.Killed(signal), firecracker.WaitForEnd());
        }
    }

    private static void AwaitSocket(ReapedProgram monitor, string socket) => Installation.Await(10, monitor, () =>
    {
        if (!File.Exists(socket))
        {
            return false;
        }
        using Exchange probe = new(socket, Dialect.Go);
        return probe.Ask("GET", "/machine-config").Status == 200;
    });

    private static void Configure(Exchange api, string kernel, string disk, string log, string metrics)
    {
        api.Do("PUT", "/logger", $$"""{"level":"Debug","log_path":"{{log}}","show_level":true,"show_log_origin":false}""");
        api.Do("PUT", "/metrics", $$"""{"metrics_path":"{{metrics}}"}""");
        api.Do("PUT", "/machine-config", """{"mem_size_mib":256,"smt":false,"track_dirty_pages":true,"vcpu_count":2}""");
        Assert.Equal("True", api.Get("/machine-config")["track_dirty_pages"]);
        api.Do("PUT", "/boot-source", $$"""{"boot_args":"ro console=ttyS0 noapic reboot=k panic=1 pci=off nomodules","kernel_image_path":"{{kernel}}"}""");
        api.Do("PUT", "/drives/1", $$"""{"drive_id":"1","is_read_only":false,"is_root_device":true,"path_on_host":"{{disk}}"}""");
    }

    private void Link(string path)
    {
        string inside = _host.InJail(Path.GetFileName(path));
        Assert.Equal(0, Syscall.link(path, inside));
        Assert.Equal(0, Syscall.chown(inside, Installation.UserId, Installation.GroupId));
    }
}
