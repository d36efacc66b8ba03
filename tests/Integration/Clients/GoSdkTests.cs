using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// firecracker-go-sdk: it makes its FIFOs when the monitor runs already and links everything into the jail then, asks the socket every 10 ms, stops
/// by SIGTERM and reads that as the end's cause. It passes <c>--no-seccomp</c> unless it is told otherwise. Left out: networks by CNI, vsock.
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

    // Its example without CNI: the client's host has a tap, and the kernel's command line the guest's address.
    [Fact]
    public void AJailedMachineHasAStaticallyConfiguredNetwork()
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            const string Socket = "/run/firecracker.socket";
            using HostTap tap = new("tap0", owner: Installation.UserId);
            using ReapedProgram jailer = ReapedProgram.Start(
                Artifacts.Jailer, "--id", _host.Id, "--uid", $"{Installation.UserId}", "--gid", $"{Installation.GroupId}",
                "--exec-file", _host.Firecracker, "--chroot-base-dir", _host.Jails, "--", "--api-sock", Socket);
            AwaitSocket(jailer, _host.InJail(Socket));
            Link(_host.Kernel("net"));
            Link(_host.Disk("disk"));
            using Exchange api = new(_host.InJail(Socket), Dialect.Go);
            api.Do("PUT", "/machine-config", """{"mem_size_mib":256,"smt":false,"track_dirty_pages":false,"vcpu_count":1}""");
            api.Do("PUT", "/boot-source", """
                {"boot_args":"ro console=ttyS0 noapic reboot=k panic=1 pci=off nomodules ip=172.16.0.2::172.16.0.1:255.255.255.252:::off:::","kernel_image_path":"net"}
                """);
            api.Do("PUT", "/drives/1", """{"drive_id":"1","is_read_only":false,"is_root_device":true,"path_on_host":"disk"}""");
            api.Do("PUT", "/network-interfaces/1", """{"guest_mac":"AA:FC:00:00:00:01","host_dev_name":"tap0","iface_id":"1"}""");
            api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
            jailer.WaitForOutput("net: ready");

            EchoFrames.Exchange(tap, EchoFrames.Make(new Random(1), 1514));

            jailer.Signal(Signum.SIGTERM);
            Assert.Equal(Ending.Killed(Signum.SIGTERM), jailer.WaitForEnd());
        });
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

    // The order of its handlers; data come after the configuration.
    [Fact]
    public void AMachineHasAnInterfaceAndMetadata()
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new("tap0", owner: 0);
            string socket = _host.PathOf("firecracker.socket");
            using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", socket, "--id", _host.Id, "--no-seccomp");
            AwaitSocket(firecracker, socket);
            using Exchange api = new(socket, Dialect.Go);
            Configure(api, _host.Kernel("spin"), _host.Disk("disk"), _host.PathOf("vmm.log"), _host.PathOf("vmm.metrics"));
            api.Do("PUT", "/network-interfaces/1", """{"guest_mac":"AA:FC:00:00:00:01","host_dev_name":"tap0","iface_id":"1"}""");
            api.Do("PUT", "/mmds/config", """{"ipv4_address":"169.254.169.254","network_interfaces":["1"],"version":"V2"}""");
            api.Do("PUT", "/mmds", """{"latest":{"meta-data":{"k":"v"}}}""");
            api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
            firecracker.WaitForOutput("spinning");

            api.Do("PATCH", "/mmds", """{"latest":{"meta-data":{"k":null,"l":"w"}}}""");
            Assert.Equal("""{"latest":{"meta-data":{"l":"w"}}}""", api.Get("/mmds").Body);
            firecracker.Signal(Signum.SIGTERM);
            Assert.Equal(Ending.Killed(Signum.SIGTERM), firecracker.WaitForEnd());
        });
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
