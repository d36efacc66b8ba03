using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>
/// The kernel is asked in the order in which a load is fast: memory slots before interrupt controllers, which make every later slot wait for
/// milliseconds. Seen from outside, by strace.
/// </summary>
public sealed class LoadOrderTests : IDisposable
{
    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-order-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void MemoryIsGivenToKvmBeforeItsInterruptControllers()
    {
        using SnapshotJail source = new();
        source.Jail.StartGuest("spin");
        source.Pause();
        source.Create();
        string socket = Path.Combine(_folder, "api.sock");
        string trace = Path.Combine(_folder, "trace");
        using RunningProgram strace = RunningProgram.Start("strace", "-f", "-e", "trace=ioctl", "-o", trace, Artifacts.Vmm, "--api-sock", socket);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket), _patience));
        using ApiClient client = new(socket);
        string load = $$$"""
            {"snapshot_path": "{{{source.Jail.PathOf(SnapshotJail.State)}}}",
             "mem_backend": {"backend_type": "File", "backend_path": "{{{source.Jail.PathOf(SnapshotJail.Memory)}}}"}}
            """;
        Assert.Equal(204, client.Request("PUT", "/snapshot/load", load).Status);

        string[] requests = [.. File.ReadLines(trace).Select(line => line.Split(' ', ',').FirstOrDefault(word => word.StartsWith("KVM_", StringComparison.Ordinal))).OfType<string>()];
        string[] wanted = ["KVM_CREATE_VM", "KVM_SET_USER_MEMORY_REGION", "KVM_CREATE_IRQCHIP", "KVM_CREATE_PIT2", "KVM_CREATE_VCPU", "KVM_SET_MSRS"];
        int[] places = Array.ConvertAll(wanted, request => Array.FindLastIndex(requests, made => made.StartsWith(request, StringComparison.Ordinal)));
        Assert.All(places, place => Assert.NotEqual(-1, place));
        Assert.Equal(places.Order(), places);
    }
}
