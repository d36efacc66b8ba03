using System.IO;
using System.Runtime.InteropServices;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks;

/// <summary>Guests and configurations for the runs, in a directory owned by root that is removed afterwards.</summary>
internal sealed class Stage : IDisposable
{
    /// <summary>The uid and gid of jails; no such user need exist.</summary>
    internal const int UserId = 1234;

    // Much larger than the processor's caches, much smaller than memory.
    private const int DiskLength = 64 << 20;

    private readonly string _artifacts;
    private readonly string _base = $"/srv/kiln-bench-{Environment.ProcessId}";
    private readonly string _jailBase;
    private readonly List<string> _copies = [];
    private int _jails;
    private int _paths;

    internal Stage(string artifacts)
    {
        _artifacts = artifacts;
        // Separate, since files of the stage have the names of the jails' directories.
        _jailBase = Path.Combine(_base, "jails");
        Directory.CreateDirectory(_base);
        Directory.CreateDirectory(_jailBase);
        Directory.CreateDirectory(MountDirectory);
    }

    internal string Vmm => Path.Combine(_artifacts, "bin/vmm");

    internal string Jailer => Path.Combine(_artifacts, "bin/jailer");

    internal string Probe => Path.Combine(_artifacts, "probes/probe");

    /// <summary>The program that records when it is entered.</summary>
    internal string Stamp => Path.Combine(_artifacts, "guests/stamp");

    /// <summary>The same, padded to the monitor's length: as much to copy, but nothing more to run.</summary>
    internal string StampAsLongAsVmm
    {
        get
        {
            string path = Path.Combine(_base, "monitor");
            if (!File.Exists(path))
            {
                byte[] stamp = File.ReadAllBytes(Stamp);
                File.WriteAllBytes(path, [.. stamp, .. File.ReadAllBytes(Vmm).AsSpan(stamp.Length)]);
                File.SetUnixFileMode(path, File.GetUnixFileMode(Vmm));
            }
            return path;
        }
    }

    internal string Guest(string name) => Path.Combine(_artifacts, "guests", name);

    /// <summary>A disk image that is entirely in the page cache, writable for the jails' users.</summary>
    internal string DiskImage
    {
        get
        {
            string path = Path.Combine(_base, "disk");
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, new byte[DiskLength]);
                File.SetUnixFileMode(
                    path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            }
            return path;
        }
    }

    /// <summary>Gives <see cref="DiskImage"/> another path.</summary>
    internal void LinkDiskImage(string path)
    {
        if (link(DiskImage, path) != 0)
        {
            throw new IOException($"{DiskImage} cannot be linked to {path}");
        }
    }

    /// <summary>An empty directory to mount on.</summary>
    internal string MountDirectory => Path.Combine(_base, "mounts");

    /// <summary>A configuration file that names a guest by its host path.</summary>
    internal string Configuration(string guest) => Write(_base, guest, Guest(guest));

    internal Func<string[]> VmmArguments(string guest)
    {
        string configuration = Configuration(guest);
        return () => ["--no-api", "--config-file", configuration];
    }

    /// <summary>Arguments with a new jail each time: a second run in the same jail would include the clean-up of the first.</summary>
    internal Func<string[]> JailerArguments(string guest) => () => InJail(root =>
    {
        File.Copy(Guest(guest), Path.Combine(root, "kernel"));
        Write(root, "vm", "kernel");
    });

    /// <summary>Arguments for the disk guest in a new jail, with <see cref="DiskImage"/> itself.</summary>
    /// <param name="words">The words of its command line.</param>
    internal string[] DiskArguments(string engine, string words) => InJail(root =>
    {
        File.Copy(Guest("disk"), Path.Combine(root, "kernel"));
        LinkDiskImage(Path.Combine(root, "disk"));
        File.WriteAllText(Path.Combine(root, "vm.json"), $$"""
            {
              "boot-source": {"kernel_image_path": "kernel", "boot_args": "{{words}}"},
              "drives": [{"drive_id": "disk", "path_on_host": "disk", "is_root_device": false, "is_read_only": false,
                "cache_type": "Writeback", "io_engine": "{{engine}}"}],
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
            }
            """);
        _copies.Add(Path.Combine(root, "vmm"));
    });

    /// <summary>Arguments for the network guest in a new jail, in the network namespace of whoever starts it.</summary>
    /// <param name="execFile">The monitor.</param>
    /// <param name="tap">The name of its tap.</param>
    /// <param name="words">The words of its command line.</param>
    internal string[] NetArguments(string execFile, string tap, string words) => InJail(execFile, root =>
    {
        File.Copy(Guest("net"), Path.Combine(root, "kernel"));
        File.WriteAllText(Path.Combine(root, "vm.json"), $$"""
            {
              "boot-source": {"kernel_image_path": "kernel", "boot_args": "{{words}}"},
              "network-interfaces": [{"iface_id": "eth0", "host_dev_name": "{{tap}}"}],
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
            }
            """);
        _copies.Add(Path.Combine(root, "vmm"));
    });

    /// <summary>Arguments for the vsock guest in a new jail.</summary>
    /// <param name="words">The words of its command line.</param>
    /// <param name="path">The device's socket.</param>
    internal string[] SocketArguments(string words, out string path)
    {
        string socket = "";
        string[] arguments = InJail(Vmm, root =>
        {
            File.Copy(Guest("vsock"), Path.Combine(root, "kernel"));
            File.WriteAllText(Path.Combine(root, "vm.json"), $$"""
                {
                  "boot-source": {"kernel_image_path": "kernel", "boot_args": "{{words}}"},
                  "vsock": {"guest_cid": 3, "uds_path": "v.sock"},
                  "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
                }
                """);
            _copies.Add(Path.Combine(root, "vmm"));
            socket = Path.Combine(root, "v.sock");
        });
        path = socket;
        return arguments;
    }

    /// <summary>A path that nothing has.</summary>
    internal string FreePath() => Path.Combine(_base, $"free-{_paths++}");

    /// <summary>Arguments for the balloon guest in a new jail.</summary>
    /// <param name="execFile">The monitor.</param>
    /// <param name="words">The words of its command line.</param>
    internal string[] BalloonArguments(string execFile, string words) => InJail(execFile, root =>
    {
        File.Copy(Guest("balloon"), Path.Combine(root, "kernel"));
        File.WriteAllText(Path.Combine(root, "vm.json"), $$"""
            {
              "boot-source": {"kernel_image_path": "kernel", "boot_args": "{{words}}"},
              "balloon": {"amount_mib": 0, "deflate_on_oom": false},
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
            }
            """);
        _copies.Add(Path.Combine(root, "vmm"));
    });

    /// <summary>Arguments for Linux in a new jail, with a program that waits for input.</summary>
    /// <param name="protocol">"PVH", or another for the 64-bit Linux protocol.</param>
    internal Func<string[]> LinuxArguments(string protocol) => () => InJail(root =>
    {
        byte[] kernel = File.ReadAllBytes(Artifacts.GuestKernel);
        File.WriteAllBytes(Path.Combine(root, "kernel"), protocol == "PVH" ? kernel : KernelImages.WithoutPvhNote(kernel));
        byte[] program = File.ReadAllBytes(Path.Combine(_artifacts, "guests/linux-init"));
        File.WriteAllBytes(Path.Combine(root, "initrd"), new InitialRamDisk().Add("init", program).ToBytes());
        File.WriteAllText(Path.Combine(root, "vm.json"), """
            {
              "boot-source": {"kernel_image_path": "kernel", "initrd_path": "initrd",
                "boot_args": "console=ttyS0 loglevel=1 acpi=off lpj=5000000 i8042.noaux i8042.nomux i8042.dumbkbd then=echo"},
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
            }
            """);
    });

    /// <summary>Arguments for a jailer with a number of new jails; <c>{}</c> in them stands for the index of a jail.</summary>
    internal string[] SpawnArguments(string execFile, int count)
    {
        string name = Path.GetFileName(execFile);
        string prefix = $"bench-{_jails++}-";
        for (int index = 0; index < count; index++)
        {
            string root = Directory.CreateDirectory(Path.Combine(_jailBase, name, $"{prefix}{index}", "root")).FullName;
            _copies.Add(Path.Combine(root, name));
        }
        string id = count == 1 ? $"{prefix}0" : $"{prefix}{{}}";
        return ["--id", id, "--exec-file", execFile, "--uid", $"{UserId}", "--gid", $"{UserId}", "--chroot-base-dir", _jailBase];
    }

    /// <summary>Arguments for a jailer with a new jail.</summary>
    /// <param name="root">The jail's root.</param>
    internal string[] JailArguments(string execFile, out string root)
    {
        string[] arguments = SpawnArguments(execFile, 1);
        root = Path.GetDirectoryName(_copies[^1])!;
        return arguments;
    }

    /// <summary>
    /// Deletes the copies in the jails, whose memory the next jails need. The jails themselves stay: a file system that has just deleted
    /// files, such as ext4, takes longer to create others.
    /// </summary>
    internal void EmptyCopies()
    {
        _copies.ForEach(copy => File.WriteAllBytes(copy, []));
        _copies.Clear();
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private string[] InJail(Action<string> fill) => InJail(Vmm, fill);

    private string[] InJail(string execFile, Action<string> fill)
    {
        string id = $"bench-{_jails++}";
        fill(Directory.CreateDirectory(Path.Combine(_base, "vmm", id, "root")).FullName);
        return
        [
            "--id", id, "--exec-file", execFile, "--uid", $"{UserId}", "--gid", $"{UserId}", "--chroot-base-dir", _base,
            "--", "--no-api", "--config-file", "vm.json",
        ];
    }

    private static string Write(string folder, string name, string kernel)
    {
        string path = Path.Combine(folder, name + ".json");
        File.WriteAllText(path, $$$"""
            {"boot-source": {"kernel_image_path": "{{{kernel}}}"}, "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}}
            """);
        return path;
    }

    [DllImport("libc")]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
