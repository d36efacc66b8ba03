using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// FirecrackerSharp, with .NET's own HTTP client as it uses it: configuration by consecutive requests, concurrent requests, or a file;
/// it waits a fixed time for the socket, and shuts down by typing on the guest's console. Left out: networks by CNI, vsock, balloon, snapshots.
/// </summary>
public sealed class FirecrackerSharpTests : IDisposable
{
    // The client's default timeout for the socket.
    private static readonly TimeSpan _initialization = TimeSpan.FromMilliseconds(600);

    private readonly Installation _host = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AJailedMachineIsConfiguredByRequestsAndEndsByItsConsole(bool atOnce)
    {
        Stage();
        using RunningProgram jailer = RunningProgram.Start(Artifacts.Jailer, [.. JailerArguments, "--", "--api-sock", "/run/vm.sock"]);
        using HttpClient http = await ConnectAsync(_host.InJail("/run/vm.sock"));

        Task[] requests =
        [
            PutAsync(http, "/boot-source", """{"kernel_image_path":"kernel_image","boot_args":"console=ttyS0 reboot=k panic=1 pci=off"}""", atOnce),
            PutAsync(http, "/machine-config", """{"mem_size_mib":128,"vcpu_count":1,"smt":false,"track_dirty_pages":false,"huge_pages":"None"}""", atOnce),
            PutAsync(http, "/drives/rootfs", """{"drive_id":"rootfs","is_root_device":true,"cache_type":"Unsafe","is_read_only":false,"path_on_host":"drive_rootfs","io_engine":"Sync"}""", atOnce),
            PutAsync(http, "/entropy", """{}""", atOnce),
        ];
        await Task.WhenAll(requests);
        await PutAsync(http, "/actions", """{"action_type":"InstanceStart"}""", atOnce: false);

        await ManageAndShutDownAsync(jailer, http);
    }

    [Fact]
    public async Task AJailedMachineIsConfiguredByAFile()
    {
        Stage();
        File.WriteAllText(_host.InJail("vm_config.json"), """
            {"boot-source":{"kernel_image_path":"kernel_image","boot_args":"console=ttyS0 reboot=k panic=1 pci=off"},
             "machine-config":{"mem_size_mib":128,"vcpu_count":1,"smt":false,"track_dirty_pages":false,"huge_pages":"None"},
             "drives":[{"drive_id":"rootfs","is_root_device":true,"cache_type":"Unsafe","is_read_only":false,"path_on_host":"drive_rootfs","io_engine":"Sync"}]}
            """);
        using RunningProgram jailer = RunningProgram.Start(
            Artifacts.Jailer, [.. JailerArguments, "--", "--api-sock", "/run/vm.sock", "--config-file", "vm_config.json"]);
        using HttpClient http = await ConnectAsync(_host.InJail("/run/vm.sock"));

        await ManageAndShutDownAsync(jailer, http);
    }

    // Both of a limiter's buckets, each with all its fields; the update while the guest runs has both limiters.
    [Fact]
    public void AJailedMachineHasANetworkWhoseLimitsChange()
    {
        const string Limiter = """{"bandwidth":{"size":1000000,"one_time_burst":0,"refill_time":100},"ops":{"size":1000,"one_time_burst":10,"refill_time":100}}""";
        Requires.Taps();
        Stage();
        File.Copy(_host.Kernel("net"), _host.InJail("net_image"));
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new("tap0", owner: Installation.UserId);
            using RunningProgram jailer = RunningProgram.Start(Artifacts.Jailer, [.. JailerArguments, "--", "--api-sock", "/run/vm.sock"]);
            using HttpClient http = Result(ConnectAsync(_host.InJail("/run/vm.sock")));
            Do(http, HttpMethod.Put, "/boot-source", """{"kernel_image_path":"net_image","boot_args":"console=ttyS0 reboot=k panic=1 pci=off"}""");
            Do(http, HttpMethod.Put, "/machine-config", """{"mem_size_mib":128,"vcpu_count":1,"smt":false,"track_dirty_pages":false,"huge_pages":"None"}""");
            Do(http, HttpMethod.Put, "/network-interfaces/eth0", $$"""
                {"host_dev_name":"tap0","iface_id":"eth0","guest_mac":"06:00:ac:10:00:02","rx_rate_limiter":{{Limiter}},"tx_rate_limiter":{{Limiter}}}
                """);
            Do(http, HttpMethod.Put, "/actions", """{"action_type":"InstanceStart"}""");
            jailer.WaitForOutput("net: ready");
            EchoFrames.Exchange(tap, EchoFrames.Make(new Random(1), 1514));

            Do(http, HttpMethod.Patch, "/network-interfaces/eth0", $$"""{"iface_id":"eth0","rx_rate_limiter":{{Limiter}},"tx_rate_limiter":{{Limiter}}}""");

            EchoFrames.Exchange(tap, EchoFrames.Make(new Random(2), 1514));
            EchoFrames.TellTheEnd(tap);
            Assert.Equal(0, jailer.WaitForEnd().Status);
        });
    }

    private string[] JailerArguments =>
    [
        "--exec-file", _host.Firecracker, "--id", _host.Id, "--gid", $"{Installation.GroupId}", "--uid", $"{Installation.UserId}",
        "--chroot-base-dir", _host.Jails,
    ];

    private void Stage()
    {
        Directory.CreateDirectory(_host.InJail("run"));
        File.Copy(_host.Kernel("echo"), _host.InJail("kernel_image"));
        File.Copy(_host.Disk("rootfs"), _host.InJail("drive_rootfs"));
        Assert.Equal(0, Mono.Unix.Native.Syscall.chown(_host.InJail("drive_rootfs"), Installation.UserId, Installation.GroupId));
    }

    private static async Task<HttpClient> ConnectAsync(string path)
    {
        await Task.Delay(_initialization, Stop);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(path), TimeSpan.FromSeconds(20)));
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, stop) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.IP);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost:80") };
    }

    // The network is this thread's: a continuation on another one would be in the host's.
    private static T Result<T>(Task<T> task)
    {
        task.Wait(Stop);
        return task.Result;
    }

    private static void Do(HttpClient http, HttpMethod method, string path, string json)
    {
        using HttpRequestMessage request = new(method, path) { Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/json")) };
        using HttpResponseMessage response = Result(http.SendAsync(request, Stop));
        Assert.Equal((path, HttpStatusCode.NoContent), (path, response.StatusCode));
    }

    private static async Task PutAsync(HttpClient http, string path, string json, bool atOnce)
    {
        using StringContent content = new(json, MediaTypeHeaderValue.Parse("application/json"));
        Task<HttpResponseMessage> request = http.PutAsync(path, content, Stop);
        if (!atOnce)
        {
            // One after the other: the next is not begun before this is done.
            request.Wait(Stop);
        }
        using HttpResponseMessage response = await request;
        Assert.Equal((path, HttpStatusCode.NoContent), (path, response.StatusCode));
    }

    private async Task ManageAndShutDownAsync(RunningProgram jailer, HttpClient http)
    {
        jailer.WaitForOutput("echo ready");
        Assert.Contains("\"state\":\"Running\"", await http.GetStringAsync("/", Stop), StringComparison.Ordinal);
        using (StringContent pause = new("""{"state":"Paused"}""", MediaTypeHeaderValue.Parse("application/json")))
        {
            Assert.Equal(HttpStatusCode.NoContent, (await http.PatchAsync("/vm", pause, Stop)).StatusCode);
        }
        using (StringContent resume = new("""{"state":"Resumed"}""", MediaTypeHeaderValue.Parse("application/json")))
        {
            Assert.Equal(HttpStatusCode.NoContent, (await http.PatchAsync("/vm", resume, Stop)).StatusCode);
        }

        // This guest has no shell: it echoes what is typed, and Ctrl-D ends it.
        jailer.Type("reboot\n");
        jailer.WaitForOutput("reboot");
        jailer.Type("\u0004");

        Assert.Equal(0, jailer.WaitForEnd().Status);
        Directory.Delete(Path.GetDirectoryName(_host.Root)!, recursive: true);
    }
}
