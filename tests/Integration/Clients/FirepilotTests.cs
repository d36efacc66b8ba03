using System.IO;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// firepilot: everything is in one folder, the standard streams are discarded, the socket must appear in half a second, drives are configured before
/// the kernel, and the machine never. It ends by SIGKILL, and then removes the socket file, which must exist. Left out: networks, vsock.
/// </summary>
public sealed class FirepilotTests : IDisposable
{
    private readonly Installation _host = new();

    private string Workspace => _host.PathOf("simple_vm");

    private string Socket => Path.Combine(Workspace, "firecracker.socket");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AMachineIsKilled()
    {
        using ReapedProgram firecracker = Create("spin");
        using Exchange api = Configure("spin");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");

        firecracker.Signal(Signum.SIGKILL);

        Assert.Equal(Ending.Killed(Signum.SIGKILL), firecracker.WaitForEnd());
        Assert.True(File.Exists(Socket));
        File.Delete(Socket);
    }

    // It stops the guest first, and kills what has ended by then.
    [Fact]
    public void AMachineThatWasStoppedStillHasItsSocketsFile()
    {
        using ReapedProgram firecracker = Create("keys");
        using Exchange api = Configure("keys");
        api.Do("PUT", "/serial", $$"""{"serial_out_path":"{{_host.PathOf("console")}}"}""");
        api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
        Installation.Await(10, firecracker, () => File.ReadAllText(_host.PathOf("console")).Contains("keys ready", StringComparison.Ordinal));
        api.Do("PUT", "/actions", """{"action_type":"SendCtrlAltDel"}""");

        Assert.Equal(Ending.Exited(0), firecracker.WaitForEnd());
        Assert.True(File.Exists(Socket));
        File.Delete(Socket);
    }

    private ReapedProgram Create(string guest)
    {
        Directory.CreateDirectory(Workspace);
        File.Copy(_host.Disk("rootfs.ext4"), Path.Combine(Workspace, "rootfs"));
        File.Copy(_host.Kernel(guest), Path.Combine(Workspace, "vmlinux"));
        ReapedProgram firecracker = ReapedProgram.Start(
            "sh", "-c", "exec \"$0\" \"$@\" </dev/null >/dev/null 2>/dev/null", _host.Firecracker, "--api-sock", Socket);
        Installation.Await(50, firecracker, () => File.Exists(Socket));
        return firecracker;
    }

    private Exchange Configure(string guest)
    {
        Exchange api = new(Socket, Dialect.Hyperlocal(Socket));
        api.Do("PUT", "/drives/rootfs", $$"""{"drive_id":"rootfs","is_read_only":false,"is_root_device":true,"path_on_host":"{{Workspace}}/rootfs"}""");
        api.Do("PUT", "/boot-source", $$"""{"boot_args":"console=ttyS0 reboot=k panic=1 pci=off","kernel_image_path":"{{_host.PathOf(guest)}}"}""");
        return api;
    }
}
