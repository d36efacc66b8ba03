using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>A machine that is saved to files goes on in other processes, in other jails, under their filters, as if nothing had been.</summary>
[Collection(BusyCollection.Name)]
public sealed class SnapshotTests(ITestOutputHelper output)
{
    // The first boots, and the others are loaded.
    private const int FewestGenerations = 3;
    private const int MostGenerations = 8;

    // A busy host may let a guest end before it is paused.
    private const int MostChains = 5;

    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    // Timers by the interval timer and the local APIC in each of their modes, x87, SSE and AVX, an interrupt that is pending while the guest computes.
    [Theory]
    [InlineData("timer=periodic", 1, 120)]
    [InlineData("timer=one-shot", 1, 120)]
    [InlineData("timer=deadline", 1, 120)]
    [InlineData("timer=periodic", 2, 100)]
    [InlineData("timer=deadline", 4, 40)]
    public void AGuestThatComputesSaysTheSame(string words, int processors, int rounds)
    {
        string line = $"{words} cpus={processors} rounds={rounds} iterations=1000000";
        using SnapshotJail straight = new();
        Configure(straight.Jail);
        straight.Jail.StartGuest("state", words: line);
        Assert.Equal(0, straight.WaitForEnd(_patience));

        string console = Chain(line, "state", longest: 400, Configure);

        void Configure(ApiJail jail) => jail.Do("PUT", "/machine-config", $$"""{"vcpu_count": {{processors}}, "mem_size_mib": 128}""");

        Assert.Equal(straight.Console, console);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void ADriverWhoseRequestsAreUnderWayFindsItsDiskWhole(string engine)
    {
        string drive = $$"""{"drive_id": "d", "path_on_host": "disk.img", "is_root_device": false, "io_engine": "{{engine}}"}""";
        string console = Chain("mode=verify mib=192 block=4096", "disk", longest: 10, jail =>
        {
            jail.StageDisk("disk.img", 192);
            jail.Do("PUT", "/drives/d", drive);
        }, "disk.img");

        Assert.Contains("disk: verified 192 MiB", console, StringComparison.Ordinal);
    }

    // Each byte is an exit of its own; and some are on their way to the file when the machine is paused.
    [Fact]
    public void EveryByteOfTheConsoleIsWrittenOnce()
    {
        using SnapshotJail straight = new();
        straight.Jail.StartGuest("flood");
        Assert.Equal(0, straight.WaitForEnd(_patience));

        Assert.Equal(straight.Console, Chain("", "flood", longest: 30));
    }

    [Fact]
    public void ARunningMachineIsNotSavedAndRunsOn()
    {
        using SnapshotJail jail = new();
        jail.Jail.StartGuest("spin");

        Answer answer = jail.Jail.Request("PUT", "/snapshot/create", """{"snapshot_path": "vm.state", "mem_file_path": "vm.memory"}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("save/restore unavailable while running", answer.Body, StringComparison.Ordinal);
        Assert.False(File.Exists(jail.Jail.PathOf(SnapshotJail.Memory)));
        Assert.Contains("Running", jail.Jail.Request("GET", "/").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void AMachineThatWasSavedRunsOnAndCanBeSavedAgain()
    {
        using SnapshotJail jail = new();
        jail.Jail.StartGuest("state", words: "rounds=10 iterations=200000");
        jail.Pause();
        jail.Create();
        jail.Create();
        jail.Resume();

        Assert.Equal(0, jail.WaitForEnd(_patience));
    }

    // The file is mapped by the machine that is saved.
    [Fact]
    public void AMachineIsSavedToTheFilesThatItWasLoadedFrom()
    {
        using SnapshotJail first = new();
        first.Jail.StartGuest("state", words: "rounds=20 iterations=300000");
        Thread.Sleep(100);
        first.Pause();
        first.Create();
        using SnapshotJail second = new();
        second.Continue(first);
        second.Pause();
        second.Create();
        using SnapshotJail third = new();
        third.Continue(second);

        Assert.Equal(0, third.WaitForEnd(_patience));
        Assert.Contains("round 19", third.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryThatWasNeverTouchedIsAHole()
    {
        using SnapshotJail jail = new();
        jail.Jail.StartGuest("spin");
        jail.Pause();
        jail.Create();

        string memory = jail.Jail.PathOf(SnapshotJail.Memory);
        Assert.Equal(128 << 20, new FileInfo(memory).Length);
        string used = RunningProgram.Run("du", "--block-size=1", memory).Output.Split('\t')[0];
        Assert.InRange(long.Parse(used, System.Globalization.CultureInfo.InvariantCulture), 4096, 8 << 20);
    }

    private Random Random()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    // What the guest has said in all monitors together, each of which it left at a random moment.
    private string Chain(string words, string guest, int longest, Action<ApiJail>? prepare = null, string? disk = null)
    {
        Random random = Random();
        for (int attempt = 1; ; attempt++)
        {
            (string console, int generations) = OneChain(random, words, guest, longest, prepare, disk);
            output.WriteLine($"{generations} generations");
            if (generations >= FewestGenerations)
            {
                return console;
            }
            Assert.True(attempt < MostChains, $"the guest has ended in generation {generations} of {MostChains} chains");
        }
    }

    private static (string Console, int Generations) OneChain(Random random, string words, string guest, int longest, Action<ApiJail>? prepare, string? disk)
    {
        SnapshotJail jail = new();
        string console = "";
        try
        {
            prepare?.Invoke(jail.Jail);
            jail.Jail.StartGuest(guest, words: words);
            int generations = 1;
            for (; generations < MostGenerations; generations++)
            {
                Thread.Sleep(random.Next(1, longest));
                if (!jail.TryPause())
                {
                    break;
                }
                jail.Create();
                jail.Check();
                SnapshotJail next = new();
                next.Continue(jail, disk);
                console += jail.Console;
                jail.Dispose();
                jail = next;
            }
            Assert.Equal(0, jail.WaitForEnd(_patience));
            return (console + jail.Console, generations);
        }
        finally
        {
            jail.Dispose();
        }
    }
}
