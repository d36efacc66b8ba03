using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Metadata;

/// <summary>A snapshot has the configuration of the metadata service, and none of the data.</summary>
[Collection(BusyCollection.Name)]
public sealed class MetadataSnapshotTests
{
    private const string Service = """{"version":"V2","network_interfaces":["eth0"],"ipv4_address":"169.254.1.7","imds_compat":true}""";

    private const string NotInitialized = """{"fault_message":"MMDS error: The MMDS data store is not initialized."}""";

    [Fact]
    public void TheServiceIsSavedAndTheDataAreNot() => WithGuest(first =>
    {
        using SnapshotJail second = new();
        second.Jail.Do("PUT", "/mmds", """{"before": "the load"}""");
        second.LoadFrom(first);

        Assert.Contains($"\"mmds-config\":{Service}", second.Jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
        Assert.Equal(new Answer(200, "{}"), second.Jail.Request("GET", "/mmds"));
        Assert.Equal(new Answer(400, NotInitialized), second.Jail.Request("PATCH", "/mmds", "{}"));
        second.Jail.Do("PUT", "/mmds", """{"after": "the load"}""");
        second.Resume();
        Assert.Equal(new Answer(200, """{"after":"the load"}"""), second.Jail.Request("GET", "/mmds"));
        Assert.False(second.Jail.Program.HasEnded);
    });

    [Fact]
    public void TheLoadBringsTheData() => WithGuest(first =>
    {
        using SnapshotJail second = new();
        second.LoadFrom(first, """, "metadata": {"secret": "of the second"}, "resume_vm": true""");

        Assert.Equal(new Answer(200, """{"secret":"of the second"}"""), second.Jail.Request("GET", "/mmds"));
        second.Jail.Do("PATCH", "/mmds", """{"more": 1}""");
        Assert.Equal(new Answer(200, """{"more":1,"secret":"of the second"}"""), second.Jail.Request("GET", "/mmds"));
        Assert.DoesNotContain("of the second", second.Jail.Log, StringComparison.Ordinal);
    });

    // Each is merged on the thread of the devices, under its filter, which collects what was replaced.
    [Fact]
    public void AGuestThatRunsOutlivesManyPatches() => WithGuest(first =>
    {
        using SnapshotJail second = new();
        second.LoadFrom(first, """, "metadata": {}, "resume_vm": true""");
        using ApiClient client = new(second.Jail.Socket);
        string text = new('x', 40_000);
        for (int round = 0; round < 500; round++)
        {
            Assert.Equal(204, client.Request("PATCH", "/mmds", $$"""{"text":"{{text}}","round":{{round}}}""").Status);
        }

        Assert.Equal($$"""{"round":499,"text":"{{text}}"}""", client.Request("GET", "/mmds").Body);
        Assert.False(second.Jail.Program.HasEnded);
    });

    // A paused guest with its snapshot, whose service has data.
    private static void WithGuest(Action<SnapshotJail> body)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new("one", owner: TestJail.UserId);
            using SnapshotJail first = new();
            first.Jail.Do("PUT", "/network-interfaces/eth0", """{"iface_id": "eth0", "host_dev_name": "one"}""");
            first.Jail.Do("PUT", "/mmds/config", Service);
            first.Jail.Do("PUT", "/mmds", """{"secret": "of the first"}""");
            first.Jail.StartGuest("net");
            Assert.True(SpinWait.SpinUntil(() => first.Console.Contains("net: ready", StringComparison.Ordinal), TimeSpan.FromSeconds(20)), first.Console);
            first.Pause();
            first.Create();
            first.Check();
            first.Kill();
            body(first);
        });
    }
}
