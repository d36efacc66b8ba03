using System.IO;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// firectl: a command of firecracker-go-sdk that gives the monitor one option, a socket in its working directory and its own standard streams, and
/// lets Ctrl-C reach it. The log is a FIFO made after the start, whose text goes to a file. Left out: networks, vsock, metadata.
/// </summary>
public sealed class FirectlTests : IDisposable
{
    private const string Socket = "./firecracker.sock";

    private readonly Installation _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void AMachineRunsUntilItEndsByItself()
    {
        using ReapedProgram firecracker = Start();
        Fifo log = Configure(firecracker, _host.Kernel("echo"), out Exchange api);
        using (api)
        {
            api.Do("PUT", "/actions", """{"action_type":"InstanceStart"}""");
            firecracker.WaitForOutput("echo ready");
        }

        // Ctrl-C at the terminal that both share.
        firecracker.Signal(Signum.SIGINT);

        Assert.Equal(Ending.Killed(Signum.SIGINT), firecracker.WaitForEnd());
        File.Delete(_host.PathOf(Socket));
        Assert.Contains("The request was executed successfully. Status code: 204 No Content.", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMachineThatCannotStartIsToldInTheContractsWords()
    {
        using ReapedProgram firecracker = Start();
        string text = _host.PathOf("no-kernel");
        File.WriteAllText(text, "this is no kernel");
        Configure(firecracker, text, out Exchange api);
        using (api)
        {
            Testing.Harness.Answer refusal = api.Ask("PUT", "/actions", """{"action_type":"InstanceStart"}""");
            Assert.Equal(400, refusal.Status);
            Assert.StartsWith("Start microvm error: ", refusal["fault_message"], StringComparison.Ordinal);
        }

        // What firectl does after every failed start.
        firecracker.Signal(Signum.SIGTERM);

        Assert.Equal(Ending.Killed(Signum.SIGTERM), firecracker.WaitForEnd());
    }

    // "env -C" is only there to change the directory: the process becomes the monitor.
    private ReapedProgram Start() => ReapedProgram.Start("env", "-C", _host.Folder, _host.Firecracker, "--api-sock", Socket);

    private Fifo Configure(ReapedProgram firecracker, string kernel, out Exchange api)
    {
        string socket = _host.PathOf(Socket);
        Installation.Await(10, firecracker, () => File.Exists(socket));
        Fifo metrics = Fifo.Make(_host.PathOf("fc_metrics_fifo"), FilePermissions.S_IRWXU);
        Fifo log = Fifo.Make(_host.PathOf("fc_fifo"), FilePermissions.S_IRWXU);
        api = new Exchange(socket, Dialect.Go);
        api.Get("/machine-config");
        api.Do("PUT", "/logger", $$"""{"level":"Debug","log_path":"{{log.Path}}","show_level":true,"show_log_origin":false}""");
        api.Do("PUT", "/metrics", $$"""{"metrics_path":"{{metrics.Path}}"}""");
        api.Do("PUT", "/machine-config", """{"mem_size_mib":512,"smt":false,"vcpu_count":1}""");
        api.Get("/machine-config");
        api.Do("PUT", "/boot-source", $$"""{"boot_args":"ro console=ttyS0 noapic reboot=k panic=1 pci=off nomodules","kernel_image_path":"{{kernel}}"}""");
        api.Do("PUT", "/drives/1", $$"""{"drive_id":"1","is_read_only":false,"is_root_device":true,"path_on_host":"{{_host.Disk("root")}}"}""");
        return log;
    }
}
