using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>Network interfaces by the API of a jailed monitor: reasons, limits, metrics.</summary>
[Collection(BusyCollection.Name)]
public sealed class NetApiTests
{
    private const string Refused = "Network config error: Could not create the network device: Open tap device failed: Error while creating ifreq structure: ";

    // A token that is taken does not come back while a test runs.
    private const string OneFrame = """{"ops": {"size": 1, "refill_time": 600000}}""";
    private const string NoLimit = """{"ops": {"size": 0, "refill_time": 0}}""";

    // Longer than a frame takes that waits for nothing.
    private static readonly TimeSpan _while = TimeSpan.FromMilliseconds(700);

    [Fact]
    public void ATapThatCannotBeHadIsRefusedWithItsCause() => InNetwork(jail =>
    {
        using HostTap own = new("own", owner: TestJail.UserId);
        using HostTap others = new("others", owner: TestJail.UserId + 1);
        using HostTap many = new("many", owner: TestJail.UserId, flags: HostTap.ManyQueues);
        jail.Do("PUT", "/network-interfaces/a", Body("a", "own"));

        Assert.Contains($"{Refused}Resource busy (os error 16). Invalid TUN/TAP Backend provided by own. ", Refusal(jail, "own"), StringComparison.Ordinal);
        Assert.Contains("others belongs to another user", Refusal(jail, "others"), StringComparison.Ordinal);
        Assert.Contains("there is no missing, and the monitor may not make one", Refusal(jail, "missing"), StringComparison.Ordinal);
        Assert.Contains("many was made with multi_queue", Refusal(jail, "many"), StringComparison.Ordinal);
        // What was refused has changed nothing.
        Assert.Contains("\"network-interfaces\":[{\"iface_id\":\"a\",\"host_dev_name\":\"own\",", jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
    });

    [Fact]
    public void LimitsOfBothDirectionsChangeWhileTheGuestRuns() => InNetwork(jail =>
    {
        using HostTap tap = new("own", owner: TestJail.UserId);
        jail.Do("PUT", "/network-interfaces/a", Body("a", "own"));
        jail.StartGuest("net", "net: ready");
        EchoFrames.Exchange(tap, EchoFrames.Make(new Random(1), 100));
        foreach (string direction in (string[])["rx", "tx"])
        {
            jail.Do("PATCH", "/network-interfaces/a", $$"""{"iface_id": "a", "{{direction}}_rate_limiter": {{OneFrame}}}""");
            byte[] first = EchoFrames.Make(new Random(2), 200);
            byte[] second = EchoFrames.Make(new Random(3), 300);
            EchoFrames.Exchange(tap, first);
            Assert.True(tap.Send(second));
            Assert.Null(EchoFrames.Receive(tap, _while));

            jail.Do("PATCH", "/network-interfaces/a", $$"""{"iface_id": "a", "{{direction}}_rate_limiter": {{NoLimit}}}""");

            Assert.Equal(300, EchoFrames.Receive(tap, TimeSpan.FromSeconds(20))?.Length);
        }
        string metrics = jail.Request("GET", "/metrics").Body;
        Assert.Contains("net_rx_rate_limiter_throttled", metrics, StringComparison.Ordinal);
        EchoFrames.TellTheEnd(tap);
        Assert.Equal(0, jail.Program.WaitForEnd().Status);
    });

    [Fact]
    public void EveryInterfaceHasItsOwnTap() => InNetwork(jail =>
    {
        const int Count = 16;
        HostTap[] taps = new HostTap[Count];
        for (int index = 0; index < Count; index++)
        {
            taps[index] = new HostTap($"tap{index}", owner: TestJail.UserId);
            jail.Do("PUT", $"/network-interfaces/n{index}", Body($"n{index}", $"tap{index}"));
        }
        jail.StartGuest("net", "net: ready", $"net={Count - 1}");

        EchoFrames.Exchange(taps[Count - 1], EchoFrames.Make(new Random(1), 1000));
        EchoFrames.TellTheEnd(taps[Count - 1]);

        Assert.Equal(0, jail.Program.WaitForEnd().Status);
        Array.ForEach(taps, tap => tap.Dispose());
    });

    private static string Body(string id, string device) => $$"""{"iface_id": "{{id}}", "host_dev_name": "{{device}}"}""";

    private static string Refusal(ApiJail jail, string device)
    {
        Answer answer = jail.Request("PUT", "/network-interfaces/b", Body("b", device));
        Assert.Equal(400, answer.Status);
        return answer.Body;
    }

    private static void InNetwork(Action<ApiJail> body)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using ApiJail jail = new();
            body(jail);
        });
    }
}
