using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A jail's directory, with a guest staged in it or another program to run there, removed when the test ends.</summary>
internal sealed class TestJail : IDisposable
{
    /// <summary>The user that the monitor runs as; no such user need exist.</summary>
    internal const int UserId = 1234;

    /// <summary>The group that the monitor runs as; differs from the user so that a mix-up shows.</summary>
    internal const int GroupId = 4321;

    private const string KernelName = "kernel";
    private const string DiskName = "initrd";
    private const string ConfigurationName = "vm.json";
    private const string LogName = "vmm.log";

    /// <summary>Makes an empty base directory for jails, on a file system where device nodes work.</summary>
    /// <param name="execFile">The program to jail; the published monitor unless another one is given.</param>
    internal TestJail(string? execFile = null)
    {
        ExecFile = execFile ?? Artifacts.Vmm;
        Id = $"test-{Guid.NewGuid():N}"[..20];
        BaseDirectory = $"/srv/kiln-{Id}";
        Directory.CreateDirectory(Root);
    }

    /// <summary>The program to jail.</summary>
    internal string ExecFile { get; }

    internal string Id { get; }

    /// <summary>The value of --chroot-base-dir.</summary>
    internal string BaseDirectory { get; }

    /// <summary>What the monitor sees as its root.</summary>
    internal string Root => Path.Combine(BaseDirectory, Path.GetFileName(ExecFile), Id, "root");

    /// <summary>The file that names the monitor's process.</summary>
    internal string PidFile => Path.Combine(Root, Path.GetFileName(ExecFile) + ".pid");

    /// <summary>The jailer's arguments up to the monitor's.</summary>
    internal IReadOnlyList<string> JailerArguments =>
    [
        "--id", Id, "--exec-file", ExecFile, "--uid", $"{User}", "--gid", $"{GroupId}", "--chroot-base-dir", BaseDirectory,
    ];

    /// <summary>The user that the monitor of this jail runs as.</summary>
    internal int User { get; init; } = UserId;

    /// <summary>The arguments that start the staged machine.</summary>
    internal static IReadOnlyList<string> MachineArguments => ["--no-api", "--config-file", ConfigurationName];

    /// <summary>The monitor's arguments. Without a log, standard output is the guest's console and nothing else.</summary>
    internal static IReadOnlyList<string> MonitorArguments => [.. MachineArguments, "--level", "Off"];

    /// <summary>Stages a guest with its configuration.</summary>
    /// <param name="guest">Its name in tests/guests.</param>
    /// <param name="hugePages">The pages of its memory.</param>
    internal void StageGuest(string guest, string bootArguments = "", long memoryMebibytes = 128, string hugePages = "None")
    {
        Stage(KernelName, File.ReadAllBytes(Artifacts.Guest(guest)));
        StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "{{KernelName}}", "boot_args": {{JsonSerializer.Serialize(bootArguments)}}},
              "machine-config": {"vcpu_count": 1, "mem_size_mib": {{memoryMebibytes}}, "huge_pages": "{{hugePages}}"}
            }
            """);
    }

    /// <summary>Stages the project's Linux with its one program.</summary>
    /// <param name="processors">How many processors it gets.</param>
    /// <param name="arguments">More arguments of its kernel.</param>
    /// <param name="kernel">Another image of it, or null.</param>
    internal void StageLinux(int processors, string arguments, byte[]? kernel = null)
    {
        Stage(KernelName, kernel ?? File.ReadAllBytes(Artifacts.GuestKernel));
        Stage(DiskName, new InitialRamDisk().Add("init", File.ReadAllBytes(Artifacts.Guest("linux-init"))).ToBytes());
        StageConfiguration($$"""
            {
              "boot-source":
                {"kernel_image_path": "{{KernelName}}", "initrd_path": "{{DiskName}}", "boot_args": {{JsonSerializer.Serialize(LinuxLine(processors, arguments))}}},
              "machine-config": {"vcpu_count": {{processors}}, "mem_size_mib": 128}
            }
            """);
    }

    /// <summary>Stages the project's Linux with its one program on a disk.</summary>
    /// <param name="processors">How many processors it gets.</param>
    /// <param name="arguments">More arguments of its kernel.</param>
    /// <param name="drives">The drives, as the API has them.</param>
    /// <param name="kernel">Another image of it, or null.</param>
    internal void StageLinuxOnDisk(int processors, string arguments, string drives, byte[]? kernel = null)
    {
        Stage(KernelName, kernel ?? File.ReadAllBytes(Artifacts.GuestKernel));
        StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "{{KernelName}}", "boot_args": {{JsonSerializer.Serialize(LinuxLine(processors, $"init=/init {arguments}"))}}},
              "drives": {{drives}},
              "entropy": {},
              "machine-config": {"vcpu_count": {{processors}}, "mem_size_mib": 128}
            }
            """);
    }

    // Without ACPI and without probing for what is not there it starts several seconds faster. Its own messages would break into the lines of
    // its program.
    // With more than two processors it would interrupt several by one hypercall, for which KVM rewrites the guest's instruction: where the
    // guest's kernel mode is emulated that faults.
    private static string LinuxLine(int processors, string arguments) =>
        $"console=ttyS0 loglevel=1 {(processors > 2 ? "nopv " : "")}acpi=off lpj=5000000 i8042.noaux i8042.nomux i8042.dumbkbd reboot=k {arguments}";

    internal void StageConfiguration(string json) => Stage(ConfigurationName, System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Puts a file where the monitor finds it.</summary>
    /// <param name="name">Its name in the jail.</param>
    internal void Stage(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    /// <summary>Makes a disk image that belongs to the monitor's user.</summary>
    /// <param name="name">Its name in the jail.</param>
    /// <param name="make">Makes it at a path.</param>
    internal void StageDisk(string name, Action<string> make)
    {
        make(PathOf(name));
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
    }

    /// <summary>Where a file of the jail is.</summary>
    /// <param name="name">Its name in the jail.</param>
    internal string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>What lies in the jail's root, by name.</summary>
    internal IEnumerable<string> Entries => Directory.GetFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Starts the monitor in this jail.</summary>
    /// <param name="options">More options of the jailer's.</param>
    internal RunningProgram Start(params string[] options) =>
        RunningProgram.Start(Artifacts.Jailer, [.. JailerArguments, .. options, "--", .. MonitorArguments]);

    /// <summary>A jail with a guest that runs until it is stopped.</summary>
    internal static TestJail WithSpinningGuest()
    {
        Requires.RootAndKvm();
        TestJail jail = new();
        jail.StageGuest("spin");
        return jail;
    }

    /// <summary>Starts the monitor in this jail, and waits until its guest runs.</summary>
    /// <param name="options">More options of the jailer's.</param>
    internal RunningProgram StartSpinning(params string[] options)
    {
        RunningProgram program = Start(options);
        program.WaitForOutput("spinning");
        return program;
    }

    /// <summary>Starts the monitor in a child of the jailer, which must end with status 0 and without a word.</summary>
    /// <param name="options">More options of the jailer's, --daemonize or --new-pid-ns among them.</param>
    internal DetachedMonitor StartDetached(params string[] options) => StartDetached(options, MonitorArguments);

    /// <summary>Starts the monitor in a child of the jailer, which must end with status 0 and without a word.</summary>
    /// <param name="options">More options of the jailer's, --daemonize or --new-pid-ns among them.</param>
    internal DetachedMonitor StartDetached(string[] options, IReadOnlyList<string> arguments)
    {
        // Standard streams that the monitor may keep go nowhere: as pipes they would seem to be the jailer's.
        string command = $"exec \"$0\" \"$@\" </dev/null >{Path.Combine(BaseDirectory, "output")} 2>&1";
        ProgramResult result = RunningProgram.Run("sh", ["-c", command, Artifacts.Jailer, .. JailerArguments, .. options, "--", .. arguments]);
        string output = File.ReadAllText(Path.Combine(BaseDirectory, "output"));
        return result.Status == 0 ? DetachedMonitor.Of(this) : throw new InvalidOperationException($"the jailer ended with {result.Status}: {output}");
    }

    /// <summary>Runs the monitor in this jail to its end.</summary>
    /// <param name="options">More options of the jailer's.</param>
    internal ProgramResult Run(params string[] options)
    {
        using RunningProgram program = Start(options);
        return program.WaitForEnd();
    }

    /// <summary>Runs the monitor in this jail to its end.</summary>
    /// <param name="options">More options of the monitor's.</param>
    internal ProgramResult RunMonitorWith(params string[] options) =>
        RunningProgram.Run(Artifacts.Jailer, [.. JailerArguments, "--", .. MonitorArguments, .. options]);

    /// <summary>Runs the monitor in this jail to its end, with a log.</summary>
    /// <param name="options">More options of the monitor's.</param>
    /// <returns>Standard output and error, and the text of the log.</returns>
    internal (ProgramResult Result, string Log) RunLogged(params string[] options)
    {
        ProgramResult result = RunningProgram.Run(
            Artifacts.Jailer, [.. JailerArguments, "--", .. MachineArguments, "--log-path", LogName, .. options]);
        return (result, File.ReadAllText(Path.Combine(Root, LogName)));
    }

    public void Dispose()
    {
        // A jail's cgroup stays when its monitor has ended.
        TestCgroup.RemoveOwn(Path.GetFileName(ExecFile), Id);
        Directory.Delete(BaseDirectory, recursive: true);
    }
}
