using System.IO;
using System.Threading;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Networks;

/// <summary>Resident memory of a monitor whose guest has got a frame and sent one, and of one without an interface, outside the guest's.</summary>
internal static class NetworkMemoryBenchmark
{
    private const string TapName = "bench0";

    // The guest's first words come before the monitor has come to rest.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);

    /// <param name="count">The number of monitors of each kind.</param>
    internal static IEnumerable<Figure> Run(Stage stage, int count)
    {
        List<Figure> figures = [];
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new(TapName, owner: Stage.UserId);
            figures.Add(Figure.Of(
                "network, resident memory outside the guest's with an interface", "KiB",
                MemoryBenchmark.Samples(stage, () => stage.NetArguments(stage.Vmm, TapName, ""), count, output => AwaitEcho(output, tap))));
            figures.Add(Figure.Of(
                "network, resident memory outside the guest's without", "KiB",
                MemoryBenchmark.Samples(stage, stage.JailerArguments("spin"), count, AwaitGuest)));
        });
        return figures;
    }

    private static void AwaitGuest(StreamReader output)
    {
        output.ReadLine();
        Thread.Sleep(_settling);
    }

    private static void AwaitEcho(StreamReader output, HostTap tap)
    {
        while (output.ReadLine() is var line && line != "net: ready")
        {
            _ = line ?? throw new InvalidOperationException("the guest has ended");
        }
        if (!tap.Send(NetworkFrames.Echo) || tap.Receive(NetworkFrames.EchoType) is null)
        {
            throw new InvalidOperationException("the guest does not echo");
        }
        Thread.Sleep(_settling);
    }
}
