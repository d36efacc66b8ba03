using System.IO;

namespace Kiln.Benchmarks.Against;

/// <summary>A start of a monitor that is prepared, but not made yet.</summary>
/// <param name="Program">The program that is started: the monitor, or its jailer.</param>
/// <param name="Words">The words before the monitor's own.</param>
/// <param name="Folder">The folder of the monitor's files.</param>
/// <param name="Prefix">What stands before a file's name where the monitor is told of one.</param>
/// <param name="Socket">Where its API's socket will be.</param>
/// <param name="SocketWords">The words by which it is told so.</param>
internal sealed record Launch(string Program, string[] Words, string Folder, string Prefix, string Socket, string[] SocketWords)
{
    // The log is nobody's measure: Firecracker's goes to the console by default, Kiln's too.
    private static readonly string[] _quiet = ["--level", "Off"];

    private const int Mebibyte = 1 << 20;

    /// <summary>Starts the monitor with its API.</summary>
    internal RunningMonitor Start() => new(this, [.. SocketWords, .. _quiet]);

    /// <summary>Starts the monitor with a configuration file and without its API.</summary>
    internal RunningMonitor Start(string configuration) => new(this, [.. FileWords(configuration)]);

    /// <summary>The whole command line's arguments for a configuration file, without the API.</summary>
    internal string[] Arguments(string configuration) => [.. Words, .. FileWords(configuration)];

    /// <summary>Copies a guest to the monitor's files.</summary>
    /// <returns>Its path as the monitor is told.</returns>
    internal string Place(string guest)
    {
        File.Copy(guest, Path.Combine(Folder, "kernel"));
        return Prefix + "kernel";
    }

    /// <summary>Makes a configuration file for a guest, with one vCPU and 128 MiB.</summary>
    /// <returns>Its path as the monitor is told.</returns>
    internal string Configure(string guest)
    {
        string kernel = Place(guest);
        return Write($$$"""
            {"boot-source": {"kernel_image_path": "{{{kernel}}}"}, "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}}
            """);
    }

    /// <summary>Makes a configuration file for the disk guest, with the stage's disk image.</summary>
    /// <param name="words">The words of the guest's command line.</param>
    /// <returns>Its path as the monitor is told.</returns>
    internal string ConfigureDisk(Stage stage, string words)
    {
        string kernel = Place(stage.Guest("disk"));
        stage.LinkDiskImage(Path.Combine(Folder, "disk"));
        return Write($$"""
            {
              "boot-source": {"kernel_image_path": "{{kernel}}", "boot_args": "{{words}}"},
              "drives": [{"drive_id": "disk", "path_on_host": "{{Prefix}}disk", "is_root_device": false, "is_read_only": false}],
              "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}
            }
            """);
    }

    /// <summary>Makes an empty disk image that any user may write, unless it is there.</summary>
    /// <returns>Its path as the monitor is told.</returns>
    internal string Disk(string name)
    {
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, new byte[Mebibyte]);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        }
        return Prefix + name;
    }

    private string Write(string configuration)
    {
        File.WriteAllText(Path.Combine(Folder, "vm.json"), configuration);
        return Prefix + "vm.json";
    }

    private static string[] FileWords(string configuration) => ["--no-api", "--config-file", configuration, .. _quiet];
}
