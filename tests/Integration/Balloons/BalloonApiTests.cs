using Kiln.Integration.Tests.Api;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Balloons;

/// <summary>What clients are answered when a balloon is not there, not up yet, or too large, in the words that they match.</summary>
public sealed class BalloonApiTests
{
    private const string NotActive = "Balloon update error: Balloon: Device not activated yet.";
    private const string NoDevice = "Failed perform action on device: Device not found";

    [Fact]
    public void ErrorsAreTheContracts()
    {
        using ApiJail jail = new();
        Refused(jail, "GET", "/balloon", null, "Balloon config error: No balloon device found.");
        Refused(jail, "PUT", "/balloon", """{"amount_mib": 129, "deflate_on_oom": false}""", "Balloon config error: Amount of pages requested is too large.");
        Refused(jail, "PATCH", "/balloon", """{"amount_mib": 1}""", "The requested operation is not supported before starting the microVM.");
        jail.Do("PUT", "/balloon", """{"amount_mib": 64, "deflate_on_oom": false}""");
        Refused(
            jail, "PATCH", "/machine-config", """{"mem_size_mib": 63}""",
            "Machine config error: The memory size (MiB) is smaller than the previously set balloon device target size.");
        Assert.Equal(
            """{"amount_mib":64,"deflate_on_oom":false,"stats_polling_interval_s":0,"free_page_hinting":false,"free_page_reporting":false}""",
            jail.Request("GET", "/balloon").Body);
        jail.StartGuest("spin", "spinning");

        Assert.StartsWith("""{"balloon":{"amount_mib":64,""", jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
        Refused(jail, "PATCH", "/balloon", """{"amount_mib": 1}""", NotActive);
        Refused(jail, "PATCH", "/balloon/hinting/start", null, "Balloon update error: Balloon: Attempting to use hinting when not enabled");
        Refused(jail, "GET", "/balloon/hinting/status", null, "Balloon update error: Balloon: Attempting to use hinting when not enabled");
        Refused(jail, "GET", "/balloon/statistics", null, "Internal VMM error: Balloon: Received stats query when stats are disabled.");
        Refused(
            jail, "PATCH", "/balloon/statistics", """{"stats_polling_interval_s": 1}""",
            "Balloon update error: Balloon: Statistics cannot be enabled/disabled after activation.");
        Assert.Equal(204, jail.Request("PATCH", "/balloon/statistics", """{"stats_polling_interval_s": 0}""").Status);
        Refused(jail, "PUT", "/balloon", """{"amount_mib": 1, "deflate_on_oom": false}""", "The requested operation is not supported after starting the microVM.");
    }

    [Fact]
    public void AMachineWithoutABalloonSaysSo()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");

        Refused(jail, "GET", "/balloon", null, $"Internal VMM error: {NoDevice}");
        Refused(jail, "GET", "/balloon/statistics", null, $"Internal VMM error: {NoDevice}");
        Refused(jail, "PATCH", "/balloon", """{"amount_mib": 1}""", $"Balloon update error: {NoDevice}");
        Refused(jail, "PATCH", "/balloon/statistics", """{"stats_polling_interval_s": 1}""", $"Balloon update error: {NoDevice}");
        Refused(jail, "PATCH", "/balloon/hinting/start", null, $"Balloon update error: {NoDevice}");
        Refused(jail, "PATCH", "/balloon/hinting/stop", null, $"Balloon update error: {NoDevice}");
        Refused(jail, "GET", "/balloon/hinting/status", null, $"Balloon update error: {NoDevice}");
    }

    private static void Refused(ApiJail jail, string method, string path, string? body, string fault) =>
        Assert.Equal(new Answer(400, $$"""{"fault_message":"{{fault}}"}"""), jail.Request(method, path, body));
}
