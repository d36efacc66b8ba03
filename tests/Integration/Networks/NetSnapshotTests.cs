using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>A guest that goes on in another monitor, with the tap of its name or with another one.</summary>
[Collection(BusyCollection.Name)]
public sealed class NetSnapshotTests
{
    private const string Interface = """{"iface_id": "eth0", "host_dev_name": "one", "guest_mac": "06:00:ac:10:00:02"}""";
    private const int Frames = 20;

    [Theory]
    [InlineData("")]
    [InlineData("size=8 events=off")]
    [InlineData("merge=off chain=1526")]
    public void AGuestGoesOnWithAnotherTap(string words) => WithGuest(words, (first, one) =>
    {
        using HostTap other = new("other", owner: TestJail.UserId);
        // Without KVM and without a tap.
        Assert.Equal(
            0, RunningProgram.Run(Artifacts.Vmm, "snapshot", "check", first.Jail.PathOf(SnapshotJail.State), first.Jail.PathOf(SnapshotJail.Memory)).Status);
        for (int generation = 0; generation < 2; generation++)
        {
            using SnapshotJail second = new();
            Load(second, first, """[{"iface_id": "eth0", "host_dev_name": "other", "more": 1}]""");

            Exchange(other, generation);
            Assert.Contains("\"host_dev_name\":\"other\"", second.Jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
        }
        // The first machine still has its own.
        first.Jail.Do("PATCH", "/vm", """{"state": "Resumed"}""");
        Exchange(one, Frames);
        EchoFrames.TellTheEnd(one);
        Assert.Equal(0, first.WaitForEnd(TimeSpan.FromSeconds(20)));
    });

    [Fact]
    public void WithoutAnOverrideItHasTheTapOfItsName() => WithGuest("", (first, one) =>
    {
        first.Kill();
        using SnapshotJail second = new();
        Load(second, first, "[]");

        Exchange(one, 0);
        EchoFrames.TellTheEnd(one);
        Assert.Equal(0, second.WaitForEnd(TimeSpan.FromSeconds(20)));
    });

    [Theory]
    [InlineData("""[{"iface_id": "eth1", "host_dev_name": "one"}]""", "Failed to get snapshot state from file: Unknown Network Device.")]
    [InlineData("[]", "Failed to build microVM from snapshot: Failed to restore devices: Error restoring MMIO devices: Net: Failed to create a network device: Open tap device failed: ")]
    public void AnOverrideOfNothingAndATapThatIsTakenAreRefused(string overrides, string reason) => WithGuest("", (first, _) =>
    {
        using SnapshotJail second = new();
        second.Take(first, SnapshotJail.State);
        second.Take(first, SnapshotJail.Memory);

        Answer answer = second.Jail.Request("PUT", "/snapshot/load", $$"""{{SnapshotJail.Load}}, "network_overrides": {{overrides}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains($"Load snapshot error: Failed to restore from snapshot: {reason}", answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, second.WaitForEnd(TimeSpan.FromSeconds(20)));
    });

    // A paused guest with its snapshot.
    private static void WithGuest(string words, Action<SnapshotJail, HostTap> body)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap one = new("one", owner: TestJail.UserId);
            using SnapshotJail first = new();
            first.Jail.Do("PUT", "/network-interfaces/eth0", Interface);
            first.Jail.StartGuest("net", words: words);
            Assert.True(SpinWait.SpinUntil(() => first.Console.Contains("net: ready", StringComparison.Ordinal), TimeSpan.FromSeconds(20)), first.Console);
            Exchange(one, 0);
            first.Pause();
            first.Create();
            body(first, one);
        });
    }

    private static void Load(SnapshotJail jail, SnapshotJail other, string overrides)
    {
        jail.Take(other, SnapshotJail.State);
        jail.Take(other, SnapshotJail.Memory);
        jail.Jail.Do("PUT", "/snapshot/load", $$"""{{SnapshotJail.Load}}, "network_overrides": {{overrides}}, "resume_vm": true}""");
    }

    private static void Exchange(HostTap tap, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < Frames; index++)
        {
            EchoFrames.Exchange(tap, EchoFrames.Make(random, random.Next(14, 1515)));
        }
    }
}
