using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>Linux with a BusyBox shell in a jailed monitor, on two processors, with a small disk and the clock that goes on after a load.</summary>
/// <param name="jail">The monitor; the guest's console is its standard input and output.</param>
internal sealed class LinuxShell(SnapshotJail jail) : IDisposable
{
    /// <summary>The disk, which the guest sees as /dev/vda.</summary>
    internal const string Disk = "data.img";

    private const int DiskLength = 256 << 10;

    // Boots take half a minute where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private int _asked;

    internal SnapshotJail Jail => jail;

    /// <summary>What the disk holds.</summary>
    internal static byte[] DiskContent { get; } = MakeContent();

    /// <summary>Its SHA-256, as sha256sum prints it.</summary>
    internal static string DiskDigest { get; } = Convert.ToHexStringLower(SHA256.HashData(DiskContent));

    /// <summary>Boots it to its prompt.</summary>
    /// <param name="network">What its interface eth0 is connected to; null for a guest without one.</param>
    /// <param name="sockets">Its socket device, as the API has it; null for a guest without one.</param>
    /// <param name="balloon">The body of PUT /balloon; null for a guest without one.</param>
    /// <param name="mebibytes">Its memory.</param>
    internal static LinuxShell Boot(GuestNetwork? network = null, string? sockets = null, string? balloon = null, int mebibytes = 256)
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        SnapshotJail jail = SnapshotJail.ToTypeTo(network?.JailerOptions);
        string address = network is null ? "" : GuestNetwork.BootArgument;
        LinuxShell shell = new(jail);
        try
        {
            jail.Jail.Stage("kernel", File.ReadAllBytes(Artifacts.GuestKernel));
            // A second archive adds to the first.
            InitialRamDisk programs = new();
            foreach (string name in (string[])["metadata", "offloads", "vsock"])
            {
                programs.Add(name, File.ReadAllBytes(Artifacts.Guest($"linux-{name}")));
            }
            jail.Jail.Stage("initrd", [.. File.ReadAllBytes(InitialDisk()), .. programs.ToBytes()]);
            jail.Jail.Stage(Disk, DiskContent);
            jail.Jail.Do("PUT", "/machine-config", $$"""{"vcpu_count": 2, "mem_size_mib": {{mebibytes}}}""");
            jail.Jail.Do("PUT", "/drives/d", $$"""{"drive_id": "d", "path_on_host": "{{Disk}}", "is_root_device": false, "is_read_only": true}""");
            // Linux reseeds its random numbers only once they were seeded.
            jail.Jail.Do("PUT", "/entropy", "{}");
            if (balloon is not null)
            {
                jail.Jail.Do("PUT", "/balloon", balloon);
            }
            jail.Jail.Do("PUT", "/boot-source", $$"""
                {"kernel_image_path": "kernel", "initrd_path": "initrd",
                 "boot_args": "console=ttyS0 loglevel=4 clocksource=kvm-clock lpj=5000000 i8042.noaux i8042.nomux i8042.dumbkbd reboot=k {{address}}"}
                """);
            if (network is not null)
            {
                jail.Jail.Do("PUT", "/network-interfaces/eth0", network.Interface);
                jail.Jail.Do("PUT", "/mmds/config", """{"network_interfaces": ["eth0"], "version": "V2"}""");
            }
            if (sockets is not null)
            {
                jail.Jail.Do("PUT", "/vsock", sockets);
            }
            jail.Jail.Do("PUT", "/actions", """{"action_type": "InstanceStart"}""");
            jail.Jail.Program.WaitForOutput("BusyBox on Linux", _patience);
            shell.Ask("until dmesg | grep -q 'crng init done'; do sleep 0.2; done");
            return shell;
        }
        catch
        {
            shell.Dispose();
            throw;
        }
    }

    /// <summary>The same machine in a monitor of its own.</summary>
    /// <param name="saved">A jail that it was saved in.</param>
    /// <param name="fields">More fields of the load request, each after a comma.</param>
    /// <param name="network">The one of its monitor; null for the host's.</param>
    internal static LinuxShell Restore(SnapshotJail saved, string fields = "", GuestNetwork? network = null)
    {
        SnapshotJail jail = SnapshotJail.ToTypeTo(network?.JailerOptions);
        jail.Take(saved, Disk);
        jail.LoadFrom(saved, $", \"resume_vm\": true{fields}");
        return new LinuxShell(jail);
    }

    /// <summary>Types a command, and waits for its end.</summary>
    /// <returns>What it printed, without the echo of what was typed.</returns>
    internal string Ask(string command)
    {
        // The guest echoes what is typed, which must not look like the answer.
        string end = $"ANSWER{_asked++}END";
        Type($"{command}; echo {end.Insert(3, "\"\"")}");
        jail.Jail.Program.WaitForOutput(end, _patience);
        string output = jail.Jail.Program.Output;
        int last = output.IndexOf(end, StringComparison.Ordinal);
        int start = output.LastIndexOf(end.Insert(3, "\"\""), last, StringComparison.Ordinal);
        return output[(start < 0 ? 0 : start + end.Length + 2)..last].Trim();
    }

    /// <summary>The guest's time, in seconds.</summary>
    internal long Time() => long.Parse(Ask("date +%s").Split('\n')[^1], CultureInfo.InvariantCulture);

    internal void Type(string line) => jail.Jail.Program.Type(line + "\n");

    /// <summary>Whether a program of the guest has died: now and then one does on its own where KVM emulates the guest's kernel mode, under any monitor.</summary>
    internal bool HasLostAProgram => jail.Jail.Program.Output.Contains("Segmentation fault", StringComparison.Ordinal);

    /// <summary>Waits until the guest has said something.</summary>
    internal void WaitFor(string text) => jail.Jail.Program.WaitForOutput(text, _patience);

    public void Dispose() => jail.Dispose();

    private static string InitialDisk()
    {
        string path = Path.Combine(Artifacts.Root, "artifacts/guests/busybox.cpio");
        if (!File.Exists(path))
        {
            ProgramResult built = RunningProgram.Run(Path.Combine(Artifacts.Root, "tests/guests/linux/build-busybox"), path);
            Assert.True(built.Status == 0, built.Error);
        }
        return path;
    }

    private static byte[] MakeContent()
    {
        StringBuilder text = new();
        for (int line = 0; text.Length < DiskLength; line++)
        {
            text.Append(line).Append(" of a disk\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString(0, DiskLength));
    }
}
