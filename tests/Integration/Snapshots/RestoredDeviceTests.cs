using System.Text.Json;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>What a user does with a machine's devices works in the monitor that loaded it.</summary>
public sealed class RestoredDeviceTests
{
    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // The guest loops on reads of the port: none is done twice, and no byte is lost or doubled.
    [Fact]
    public void WhatIsTypedReachesTheGuestOnce()
    {
        const int Generations = 4;
        SnapshotJail jail = SnapshotJail.ToTypeTo();
        try
        {
            jail.Jail.StartGuest("echo", "echo ready");
            for (int generation = 0; ; generation++)
            {
                string line = $"line {generation} {new string((char)('a' + generation), 100)}";
                jail.Jail.Program.Type(line + "\n");
                jail.Jail.Program.WaitForOutput(line);
                Assert.Equal(generation == 0 ? $"echo ready\n{line}\n" : $"{line}\n", jail.Jail.Program.Output);
                if (generation == Generations)
                {
                    break;
                }
                jail.Pause();
                jail.Create();
                SnapshotJail next = SnapshotJail.ToTypeTo();
                next.Continue(jail);
                jail.Dispose();
                jail = next;
            }
            jail.Jail.Program.Type("\u0004");

            Assert.Equal(0, jail.WaitForEnd(_patience));
        }
        finally
        {
            jail.Dispose();
        }
    }

    [Fact]
    public void CtrlAltDelReachesTheGuest()
    {
        using SnapshotJail first = SnapshotJail.ToTypeTo();
        first.Jail.StartGuest("keys", "keys ready");
        first.Pause();
        first.Create();
        using SnapshotJail second = SnapshotJail.ToTypeTo();
        second.Continue(first);

        second.Jail.Do("PUT", "/actions", """{"action_type": "SendCtrlAltDel"}""");

        Assert.Equal(0, second.WaitForEnd(_patience));
        Assert.Equal("0x140x110xe00x71\n", second.Jail.Program.Output);
    }

    // The bucket is empty when the machine is saved, and goes on filling at its rate.
    [Fact]
    public void ALimiterHoldsTheGuestBackAndCanBeLifted()
    {
        using SnapshotJail first = new();
        first.Jail.StageDisk("disk.img", 64);
        first.Jail.Do("PUT", "/drives/d", """
            {"drive_id": "d", "path_on_host": "disk.img", "is_root_device": false,
             "rate_limiter": {"bandwidth": {"size": 65536, "refill_time": 1000}}}
            """);
        first.Jail.StartGuest("disk", words: "mode=verify mib=64 block=65536");
        Thread.Sleep(500);
        first.Pause();
        first.Create();
        using SnapshotJail second = new();
        second.Continue(first, "disk.img");
        Thread.Sleep(1500);
        second.Jail.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");

        Assert.True(ApiJail.MetricOf(second.Jail.Metrics[^1], "block_d", "rate_limiter_throttled_events") > 0, second.Jail.Metrics[^1]);
        second.Jail.Do("PATCH", "/drives/d", """{"drive_id": "d", "rate_limiter": {"bandwidth": {"size": 0, "refill_time": 0}}}""");

        Assert.Equal(0, second.WaitForEnd(_patience));
        Assert.Contains("disk: verified 64 MiB", first.Console + second.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void TheConfigurationIsTheSameAfterwards()
    {
        using SnapshotJail first = new();
        first.Jail.StageDisk("disk.img", 1);
        first.Jail.Do("PUT", "/machine-config", """{"vcpu_count": 2, "mem_size_mib": 128}""");
        first.Jail.Do("PUT", "/entropy", """{"rate_limiter": {"ops": {"size": 10, "refill_time": 100, "one_time_burst": 7}}}""");
        first.Jail.Do("PUT", "/drives/d", """
            {"drive_id": "d", "path_on_host": "disk.img", "is_root_device": false, "cache_type": "Writeback", "io_engine": "Async",
             "rate_limiter": {"bandwidth": {"size": 1000000, "refill_time": 100}}}
            """);
        first.Jail.StartGuest("spin");
        first.Pause();
        first.Create();
        string before = first.Jail.Request("GET", "/vm/config").Body;
        using SnapshotJail second = new();
        second.Take(first, "disk.img");
        second.LoadFrom(first);

        Assert.Equal(before, second.Jail.Request("GET", "/vm/config").Body);
        Assert.Equal("Paused", JsonDocument.Parse(second.Jail.Request("GET", "/").Body).RootElement.GetProperty("state").GetString());
    }
}
