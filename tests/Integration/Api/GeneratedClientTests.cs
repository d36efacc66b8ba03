using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using Kiln.CommandLine;
using Kiln.GeneratedClient;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>A client that a generator makes of openapi.yaml drives a guest from its configuration to its end.</summary>
public sealed class GeneratedClientTests
{
    [Fact]
    public async Task AGuestBootsEndToEnd()
    {
        using ApiJail jail = new();
        jail.Stage("keys");
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, stop) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(jail.Socket), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using HttpClient http = new(handler) { BaseAddress = new Uri("http://kiln/") };
        KilnClient client = new(http);
        System.Threading.CancellationToken stop = TestContext.Current.CancellationToken;

        Assert.Equal(KilnVersion.ApiLevel, (await client.GetVersionAsync(stop)).Firecracker_version);
        await client.PutMachineConfigurationAsync(new MachineConfiguration { Vcpu_count = 2, Mem_size_mib = 64 }, stop);
        await client.PutBootSourceAsync(new BootSource { Kernel_image_path = "keys", Boot_args = "" }, stop);
        await client.PutSerialAsync(new Serial { Serial_out_path = "console" }, stop);
        Assert.Equal(InstanceInformationState.Not_started, (await client.GetInstanceAsync(stop)).State);
        await client.PutActionAsync(new VmAction { Action_type = VmActionAction_type.InstanceStart }, stop);
        Assert.Equal(64, (await client.GetVmConfigurationAsync(stop)).MachineConfig.Mem_size_mib);
        await client.PatchVmAsync(new VmState { State = VmStateState.Paused }, stop);
        Assert.Equal(InstanceInformationState.Paused, (await client.GetInstanceAsync(stop)).State);
        await client.PatchVmAsync(new VmState { State = VmStateState.Resumed }, stop);
        ApiException refused = await Assert.ThrowsAnyAsync<ApiException>(
            () => client.PutMachineConfigurationAsync(new MachineConfiguration { Vcpu_count = 1, Mem_size_mib = 64 }, stop));
        Assert.Equal(400, refused.StatusCode);
        Assert.True(System.Threading.SpinWait.SpinUntil(
            () => System.IO.File.ReadAllText(jail.PathOf("console")).Contains("keys", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
        await client.PutActionAsync(new VmAction { Action_type = VmActionAction_type.SendCtrlAltDel }, stop);

        Assert.Equal(0, jail.Program.WaitForEnd().Status);
    }
}
