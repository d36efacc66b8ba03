using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>A guest's life by curl, jailed and filtered: configured, started, paused, resumed, restarted by keys, ended by itself or by a signal.</summary>
public sealed class LifeCycleTests
{
    private const string Start = """{"action_type": "InstanceStart"}""";
    private const string Pause = """{"state": "Paused"}""";
    private const string Resume = """{"state": "Resumed"}""";

    [Fact]
    public void AGuestIsConfiguredStartedAndEndsWithStatusZero()
    {
        using ApiJail jail = new(monitorOptions: ["--events-fd", "1"]);
        Assert.Equal("Not started", jail.Request("GET", "/")["state"]);
        jail.Do("PUT", "/machine-config", """{"vcpu_count": 2, "mem_size_mib": 64}""");
        jail.Do("PUT", "/serial", """{"serial_out_path": "console"}""");

        jail.StartGuest("print");
        ProgramResult result = jail.Program.WaitForEnd();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", File.ReadAllText(jail.PathOf("console")), StringComparison.Ordinal);
        Assert.True(File.Exists(jail.Socket));
        Assert.Equal(2, jail.Metrics.Length);
        Assert.Equal(1, ApiJail.MetricOf(jail.Metrics[0], "put_api_requests", "actions_count"));
        Assert.Contains("Vmm is stopping.", jail.Log, StringComparison.Ordinal);
        Assert.EndsWith("Kiln exiting successfully. exit_code=0\n", jail.Log, StringComparison.Ordinal);
        Assert.Equal(
            ["starting", "started", "stopping", "stopped"],
            result.Output.TrimEnd('\n').Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
    }

    [Fact]
    public void APausedGuestStandsStillAndGoesOn()
    {
        using ApiJail jail = new(monitorOptions: ["--events-fd", "2"]);
        jail.StartGuest("spin", "spinning");
        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
        Assert.True(IsBusy(jail));

        jail.Do("PATCH", "/vm", Pause);
        Assert.Equal("Paused", jail.Request("GET", "/")["state"]);
        Assert.False(IsBusy(jail));
        // As often as anybody says so.
        jail.Do("PATCH", "/vm", Pause);
        jail.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");
        Assert.False(IsBusy(jail));

        jail.Do("PATCH", "/vm", Resume);
        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
        Assert.True(IsBusy(jail));
        jail.Do("PATCH", "/vm", Resume);

        Assert.Contains("'pause vm' VMM action took", jail.Log, StringComparison.Ordinal);
        Assert.Equal(1, jail.Program.Error.Split("\"paused\"").Length - 1);
        Assert.Equal(1, jail.Program.Error.Split("\"resumed\"").Length - 1);
    }

    [Fact]
    public void AHundredPausesOfFourProcessorsLoseNothing()
    {
        using ApiJail jail = new();
        jail.Do("PUT", "/machine-config", """{"vcpu_count": 4, "mem_size_mib": 64}""");
        jail.StartGuest("spin", "spinning");
        for (int round = 0; round < 100; round++)
        {
            jail.Do("PATCH", "/vm", round % 2 == 0 ? Pause : Resume);
        }
        Assert.True(IsBusy(jail));
    }

    [Fact]
    public void APausedMonitorStillEndsOnASignal()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");
        jail.Do("PATCH", "/vm", Pause);

        Syscall.kill(jail.Program.Id, Signum.SIGTERM);

        Assert.Equal(143, jail.Program.WaitForEnd().Status);
        Assert.True(File.Exists(jail.Socket));
    }

    [Fact]
    public void KeysReachTheGuest()
    {
        using ApiJail jail = new();
        jail.StartGuest("keys", "keys");

        jail.Do("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");

        Assert.Equal(0, jail.Program.WaitForEnd().Status);
    }

    [Fact]
    public void AStartThatFailedIsTriedAgain()
    {
        using ApiJail jail = new();
        jail.Stage("broken", [1, 2, 3]);
        jail.Do("PUT", "/boot-source", """{"kernel_image_path": "broken"}""");
        // The console's descriptor is open from the first attempt on.
        Assert.Equal(400, jail.Request("PUT", "/actions", Start).Status);
        int before = jail.Process.Descriptors.Count;
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Answer refusal = jail.Request("PUT", "/actions", Start);
            Assert.Equal(400, refusal.Status);
            Assert.StartsWith("Start microvm error: ", refusal["fault_message"], StringComparison.Ordinal);
        }
        AssertTooMuch(jail, "PUT", """{"vcpu_count": 1, "mem_size_mib": 99999999}""");
        AssertTooMuch(jail, "PUT", """{"vcpu_count": 1, "mem_size_mib": 18446744073709551615}""");
        AssertTooMuch(jail, "PATCH", """{"mem_size_mib": 18446744073709551615}""");
        AssertTooMuch(jail, "PATCH", $$"""{"mem_size_mib": {{MemoryAndSwap() + 1}}}""");
        // The last client's own descriptor may be closed a moment after the client has gone.
        Assert.True(SpinWait.SpinUntil(() => jail.Process.Descriptors.Count <= before, TimeSpan.FromSeconds(10)));
        Assert.Equal("Not started", jail.Request("GET", "/")["state"]);

        jail.Do("PUT", "/machine-config", """{"vcpu_count": 1, "mem_size_mib": 64}""");
        jail.StartGuest("print", "hello from the guest");
        Assert.Equal(0, jail.Program.WaitForEnd().Status);
    }

    private static void AssertTooMuch(ApiJail jail, string method, string machine)
    {
        jail.Do(method, "/machine-config", machine);
        Assert.StartsWith(
            "Start microvm error: Invalid Memory Configuration: Cannot create mmap region: Out of memory (os error 12); the host has ",
            jail.Request("PUT", "/actions", Start)["fault_message"],
            StringComparison.Ordinal);
    }

    // The host's, in MiB.
    private static long MemoryAndSwap() => File.ReadLines("/proc/meminfo")
        .Where(line => line.StartsWith("MemTotal:", StringComparison.Ordinal) || line.StartsWith("SwapTotal:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture)) / 1024;

    // Whether the guest's first processor uses time: the spinning guest uses all that it gets.
    private static bool IsBusy(ApiJail jail)
    {
        long before = TimeOf(jail);
        return SpinWait.SpinUntil(() => TimeOf(jail) > before + 2, TimeSpan.FromMilliseconds(300));
    }

    private static long TimeOf(ApiJail jail)
    {
        int thread = jail.Process.Threads.Single(thread => jail.Process.NameOf(thread) == "vcpu 0");
        string[] fields = jail.Process.Read($"task/{thread}/stat").Split(") ")[^1].Split(' ');
        return long.Parse(fields[11], System.Globalization.CultureInfo.InvariantCulture)
            + long.Parse(fields[12], System.Globalization.CultureInfo.InvariantCulture);
    }
}
