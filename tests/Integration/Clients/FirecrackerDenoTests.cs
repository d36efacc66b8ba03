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
/// firecracker-deno: it asks <c>GET /</c> every 50 ms, knows its process by the jail's pid file and by <c>--id</c> in the command line, ends by
/// SIGTERM, and reads the end from its child or, when that was the jailer, from the process being gone. Nothing may be left.
/// Left out: networks, vsock, balloon, snapshots.
/// </summary>
public sealed class FirecrackerDenoTests : IDisposable
{
    private const string Socket = "/fc.sock";

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AMachineRunsAndTheEndIsSigterm()
    {
        string socket = _host.PathOf("fc.sock");
        using ReapedProgram firecracker = ReapedProgram.Start("env", "-C", _host.Folder, _host.Firecracker, "--api-sock", socket, "--id", _host.Id);
        using Exchange api = Launch(firecracker, socket, _host.Kernel("spin"), _host.Disk("rootfs.ext4"));
        firecracker.WaitForOutput("spinning");
        Answer refusal = api.Ask("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":128}""");
        Assert.Equal((400, "The requested operation is not supported after starting the microVM."), (refusal.Status, refusal["fault_message"]));
        Assert.Equal(400, api.Ask("PUT", "/actions", """{"action_type":"InstanceStart"}""").Status);
        Assert.Equal("Running", api.Get("/")["state"]);

        firecracker.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), firecracker.WaitForEnd());
        File.Delete(socket);
    }

    [Theory]
    [InlineData()]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize")]
    public void AJailedMachineLeavesNothing(params string[] mode)
    {
        Requires.SecondCgroup();
        Stage(_host.Kernel("spin"), FilePermissions.S_IRUSR);
        Stage(_host.Disk("rootfs.ext4"), FilePermissions.S_IRUSR | FilePermissions.S_IWUSR);
        using ReapedProgram jailer = ReapedProgram.Start(
        [
            Artifacts.Jailer, "--id", _host.Id, "--exec-file", _host.Firecracker, "--uid", "65534", "--gid", "65534", "--cgroup-version", "2",
            "--chroot-base-dir", _host.Jails, .. mode, "--", "--api-sock", Socket,
        ]);
        if (mode.Length > 0)
        {
            Assert.Equal(Ending.Exited(0), jailer.WaitForExit());
        }
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_host.PidFile) && File.ReadAllText(_host.PidFile).Length > 0, TimeSpan.FromSeconds(10)), jailer.Error);
        int process = int.Parse(File.ReadAllText(_host.PidFile).Trim(), CultureInfo.InvariantCulture);
        using (Exchange api = Launch(jailer, _host.InJail(Socket), "/spin", "/rootfs.ext4"))
        {
            Assert.Equal(("Running", _host.Id), (api.Get("/")["state"], api.Get("/")["id"]));
            string[] words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            Assert.Equal(_host.Id, words[Array.IndexOf(words, "--id") + 1]);
        }

        _ = Syscall.kill(process, Signum.SIGTERM);

        if (mode.Length == 0)
        {
            Assert.Equal((process, Ending.Killed(Signum.SIGTERM)), (jailer.Id, jailer.WaitForEnd()));
        }
        Assert.True(SpinWait.SpinUntil(() => IsGone(process), TimeSpan.FromSeconds(10)));
        Directory.Delete(Path.GetDirectoryName(_host.Root)!, recursive: true);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_host.Jails, "firecracker")));
    }

    private static Exchange Launch(ReapedProgram program, string socket, string kernel, string disk)
    {
        Exchange? api = null;
        long end = Environment.TickCount64 + 20_000;
        while (api is null && Environment.TickCount64 < end)
        {
            Thread.Sleep(50);
            api = File.Exists(socket) ? new Exchange(socket, Dialect.Fetch) : null;
        }
        Assert.True(api is not null, program.Error);
        Assert.Equal("Not started", api.Get("/")["state"]);
        api.Do("PUT", "/machine-config", """{"vcpu_count":1,"mem_size_mib":256}""");
        api.Do("PUT", "/boot-source", $$"""{"kernel_image_path":"{{kernel}}","boot_args":"console=ttyS0 reboot=k panic=1 pci=off"}""");
        api.Do("PUT", "/drives/rootfs", $$"""{"drive_id":"rootfs","path_on_host":"{{disk}}","is_root_device":true,"is_read_only":false}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        return api;
    }

    // Directories with the client's mode, and hard links that the jail's user owns.
    private void Stage(string path, FilePermissions mode)
    {
        Directory.CreateDirectory(_host.Root);
        string inside = _host.InJail(Path.GetFileName(path));
        Assert.Equal(0, Syscall.link(path, inside));
        Assert.Equal(0, Syscall.chmod(inside, mode));
        Assert.Equal(0, Syscall.chown(inside, 65534, 65534));
        foreach (string folder in (string[])[_host.Jails, Path.Combine(_host.Jails, "firecracker"), Path.GetDirectoryName(_host.Root)!])
        {
            Assert.Equal(0, Syscall.chmod(folder, FilePermissions.S_IRWXU));
        }
    }

    // Whoever adopts an orphan reaps it sooner or later.
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].First() == 'Z';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
