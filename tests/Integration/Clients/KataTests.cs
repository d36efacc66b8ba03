using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// Kata's runtime: the version's first line is parsed, the whole machine comes by a file that is bound into the jail with kernel, image and two
/// FIFOs, the jail is a mount of its own, drives are placeholders that are replaced later, and processors are found by the names of threads.
/// It stops by SIGTERM and asks whether the process is there. Left out: networks, vsock, the guest's agent.
/// </summary>
public sealed class KataTests : IDisposable
{
    private readonly Installation _host = new();
    private readonly Stack<string> _mounts = new();

    public void Dispose()
    {
        while (_mounts.TryPop(out string? place))
        {
            RunningProgram.Run("umount", "--lazy", place);
        }
        _host.Dispose();
    }

    [Fact]
    public void ASandboxStartsIsPinnedAndStops()
    {
        string[] words = RunningProgram.Run(_host.Firecracker, "--version").Output.Split('\n')[0].Split(' ');
        Assert.Equal(("Firecracker", "1.17.0-dev"), (words[0], words[1].TrimStart('v')));
        string socket = _host.InJail("run/firecracker.socket");
        (Fifo log, Fifo metrics) = Configure(path => _host.InJail(path));
        using ReapedProgram firecracker = ReapedProgram.Start(_host.Firecracker, "--api-sock", socket, "--config-file", _host.InJail("fcConfig.json"));
        AwaitRunning(firecracker, socket);

        IReadOnlyDictionary<int, int> processors = ProcessorsOf(firecracker.Id);
        Assert.Equal([0, 1], processors.Keys.Order());
        Assert.All(processors.Values, thread => Assert.Equal(0, RunningProgram.Run("taskset", "-p", "-c", "0", $"{thread}").Status));
        ReplaceDrive(socket, _host.InJail("drive_0"));
        firecracker.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), firecracker.WaitForEnd());
        Assert.StartsWith("{\"utc_timestamp_ms\"", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("Firecracker", log.Text, StringComparison.Ordinal);
    }

    // The control: the same threads under another name of the file are nobody's processors.
    [Fact]
    public void UnderAnotherNameThereIsNoProcessorToPin()
    {
        using Installation kiln = new("kiln");
        using ReapedProgram monitor = ReapedProgram.Start(kiln.Firecracker, "--api-sock", kiln.PathOf("api.sock"));
        Installation.Await(10, monitor, () => File.Exists(kiln.PathOf("api.sock")));
        using Exchange api = new(kiln.PathOf("api.sock"), Dialect.Go);
        api.Do("PUT", "/boot-source", $$"""{"kernel_image_path":"{{kiln.Kernel("spin")}}"}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");

        Assert.Empty(ProcessorsOf(monitor.Id));
    }

    [Fact]
    public void AJailedSandboxStartsAsRootAndStops()
    {
        Bind(_host.Root, _host.Root);
        (Fifo log, Fifo metrics) = Configure(path => "/" + path);
        using ReapedProgram jailer = ReapedProgram.Start(
            Artifacts.Jailer, "--id", _host.Id, "--node", "0", "--exec-file", _host.Firecracker, "--uid", "0", "--gid", "0", "--chroot-base-dir",
            _host.Jails, "--daemonize", "--", "--config-file", "/fcConfig.json");
        Assert.Equal((Ending.Exited(0), jailer.Error), (jailer.WaitForExit(), jailer.Error));
        Assert.Contains("--node", jailer.Error, StringComparison.Ordinal);
        string socket = _host.InJail("run/firecracker.socket");
        using DetachedMonitor monitor = DetachedMonitor.Of(_host.PidFile);
        AwaitRunning(jailer, socket);

        Assert.Equal([0, 1], ProcessorsOf(monitor.Id).Keys.Order());
        ReplaceDrive(socket, "/drive_0");
        _ = Syscall.kill(monitor.Id, Signum.SIGTERM);
        monitor.WaitForEnd();

        Assert.StartsWith("{\"utc_timestamp_ms\"", metrics.Text, StringComparison.Ordinal);
        Assert.Contains("Firecracker", log.Text, StringComparison.Ordinal);
    }

    private (Fifo Log, Fifo Metrics) Configure(Func<string, string> place)
    {
        Directory.CreateDirectory(_host.InJail("run"));
        Fifo log = BoundFifo("logs.fifo");
        Fifo metrics = BoundFifo("metrics.fifo");
        BindFile(_host.Kernel("spin"), "vmlinux");
        BindFile(_host.Disk("kata-containers.img"), "rootfs");
        File.WriteAllText(_host.InJail("drive_0"), "");
        string file = _host.PathOf("fcConfig.json");
        File.WriteAllText(file, $$"""
            {
            	"boot-source": {
            		"boot_args": "8250.nr_uarts=0 agent.log_vport=1025 pci=off reboot=k panic=1 iommu=off net.ifnames=0 random.trust_cpu=on",
            		"kernel_image_path": "{{place("vmlinux")}}"
            	},
            	"drives": [
            		{"drive_id": "rootfs", "is_read_only": true, "is_root_device": false, "path_on_host": "{{place("rootfs")}}"},
            		{"drive_id": "drive_0", "is_read_only": false, "is_root_device": false, "path_on_host": "{{place("drive_0")}}"}
            	],
            	"logger": {"level": "Debug", "log_path": "{{place("logs.fifo")}}"},
            	"machine-config": {"mem_size_mib": 128, "smt": false, "track_dirty_pages": false, "vcpu_count": 2},
            	"metrics": {"metrics_path": "{{place("metrics.fifo")}}"}
            }
            """);
        BindFile(file, "fcConfig.json");
        return (log, metrics);
    }

    // Made without a permission for anybody: who reads and writes it is root.
    private Fifo BoundFifo(string name)
    {
        Fifo fifo = Fifo.Make(_host.PathOf(name), 0);
        BindFile(fifo.Path, name);
        return fifo;
    }

    private void BindFile(string path, string name)
    {
        File.WriteAllText(_host.InJail(name), "");
        Bind(path, _host.InJail(name));
    }

    private void Bind(string from, string to)
    {
        Directory.CreateDirectory(_host.Root);
        ProgramResult result = RunningProgram.Run("mount", "--bind", from, to);
        Assert.True(result.Status == 0, result.Error);
        _mounts.Push(to);
    }

    private static void AwaitRunning(ReapedProgram program, string socket)
    {
        long end = Environment.TickCount64 + 10_000;
        string? state = null;
        while (state != "Running")
        {
            Assert.True(Environment.TickCount64 < end, program.Error);
            Thread.Sleep(10);
            if (File.Exists(socket))
            {
                using Exchange api = new(socket, Dialect.Go);
                state = api.Get("/")["state"];
            }
        }
    }

    private void ReplaceDrive(string socket, string path)
    {
        BindFile(_host.Disk("container"), "drive_0");
        using Exchange api = new(socket, Dialect.Go);
        api.Do("PATCH", "/drives/drive_0", $$"""{"drive_id":"drive_0","path_on_host":"{{path}}"}""");
    }

    // By the process's threads, whose names must begin with the word and go on with a number.
    private static Dictionary<int, int> ProcessorsOf(int process)
    {
        const string Prefix = "fc_vcpu";
        ProcessView view = new(process);
        return view.Threads
            .Where(thread => view.NameOf(thread).StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(thread => int.Parse(view.NameOf(thread)[Prefix.Length..].Trim(), CultureInfo.InvariantCulture));
    }
}
