using System.IO;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>What Kata's runtime lays out for a sandbox: everything that the monitor opens is bound into the folder that a jailer would make its root.</summary>
internal sealed class KataSandbox : IDisposable
{
    private readonly Stack<string> _mounts = new();

    internal Installation Host { get; } = new();

    /// <summary>The API's socket at its default path.</summary>
    internal string Socket => Host.InJail("run/firecracker.socket");

    /// <summary>Makes the jail's folder a mount of its own, without the noexec of the host's /run.</summary>
    internal void MountRoot()
    {
        Directory.CreateDirectory(Host.Root);
        Bind(Host.Root, Host.Root);
    }

    /// <summary>Lays out a machine of two processors with an image, one placeholder for a drive, and FIFOs for log and metrics.</summary>
    /// <param name="place">Where the monitor finds what lies in the folder under a name.</param>
    /// <param name="mode">The mode of the FIFOs.</param>
    internal (Fifo Log, Fifo Metrics) Configure(Func<string, string> place, FilePermissions mode)
    {
        Directory.CreateDirectory(Host.InJail("run"));
        Fifo log = BoundFifo("logs.fifo", mode);
        Fifo metrics = BoundFifo("metrics.fifo", mode);
        BindFile(Host.Kernel("spin"), "vmlinux");
        BindFile(Host.Disk("kata-containers.img"), "rootfs");
        File.WriteAllText(Host.InJail("drive_0"), "");
        string file = Host.PathOf("fcConfig.json");
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

    /// <summary>Puts a container's disk in the placeholder's place.</summary>
    /// <param name="path">Where the monitor finds it.</param>
    internal void ReplaceDrive(string path)
    {
        BindFile(Host.Disk("container"), "drive_0");
        using Exchange api = new(Socket, Dialect.Go);
        api.Do("PATCH", "/drives/drive_0", $$"""{"drive_id":"drive_0","path_on_host":"{{path}}"}""");
    }

    public void Dispose()
    {
        while (_mounts.TryPop(out string? place))
        {
            RunningProgram.Run("umount", "--lazy", place);
        }
        Host.Dispose();
    }

    private Fifo BoundFifo(string name, FilePermissions mode)
    {
        Fifo fifo = Fifo.Make(Host.PathOf(name), mode);
        BindFile(fifo.Path, name);
        return fifo;
    }

    private void BindFile(string path, string name)
    {
        File.WriteAllText(Host.InJail(name), "");
        Bind(path, Host.InJail(name));
    }

    private void Bind(string from, string to)
    {
        ProgramResult result = RunningProgram.Run("mount", "--bind", from, to);
        Assert.True(result.Status == 0, result.Error);
        _mounts.Push(to);
    }
}
