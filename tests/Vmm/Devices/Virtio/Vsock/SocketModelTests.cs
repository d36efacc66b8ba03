using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Tests.Devices.Virtio.Net;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>
/// Random guests and random programs of the host, against a model that knows only the rules: every packet must be one that a device may send then, all that
/// must be sent is, and every byte and every end arrives at the other side.
/// </summary>
public sealed class SocketModelTests(ITestOutputHelper output) : QuietTests
{
    private const int Runs = 100_000;
    private const int MostSteps = 14;

    [Fact]
    public void EveryPacketIsTheModels()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        using TestSockets sockets = new(SocketScript.Ports);
        SocketCoverage coverage = new();
        for (int run = 0; run < Runs; run++)
        {
            SocketScript script = new(sockets, new Random(Seed.Of(seed, run)), coverage);
            if (script.Run(MostSteps) is { } fault)
            {
                Assert.Fail($"seed {seed}, run {run}: {fault}\n{script.Story}");
            }
        }
        output.WriteLine(coverage.ToString());
        Assert.Equal([], coverage.Missing);
    }
}
