using System.IO;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>Signals from outside, and limits that the kernel enforces: documented status, a log line, a final line of metrics.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData(Signum.SIGHUP, 156, "sighup")]
    [InlineData(Signum.SIGILL, 157, "sigill")]
    [InlineData(Signum.SIGBUS, 149, "sigbus")]
    [InlineData(Signum.SIGSEGV, 150, "sigsegv")]
    [InlineData(Signum.SIGXCPU, 154, "sigxcpu")]
    [InlineData(Signum.SIGXFSZ, 151, "sigxfsz")]
    [InlineData(Signum.SIGSYS, 2, null)]
    [InlineData(Signum.SIGABRT, 134, null)]
    [InlineData(Signum.SIGFPE, 136, null)]
    [InlineData(Signum.SIGINT, 130, null)]
    [InlineData(Signum.SIGTERM, 143, null)]
    public void ASignalEndsItInOrder(Signum signal, int status, string? metric)
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");

        Syscall.kill(jail.Program.Id, signal);

        Assert.Equal(status, jail.Program.WaitForEnd().Status);
        // A signal that the process dies of is not read, so its code is unknown.
        string code = signal is Signum.SIGINT or Signum.SIGTERM ? "" : ", code 0";
        Assert.Contains($"Shutting down VM after intercepting signal {(int)signal}{code}.", jail.Log, StringComparison.Ordinal);
        Assert.EndsWith($"Kiln exiting with error. exit_code={status}\n", jail.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(jail.Socket));
        if (metric is not null)
        {
            Assert.Equal(1, ApiJail.MetricOf(jail.Metrics[^1], "signals", metric));
        }
    }

    [Fact]
    public void ABrokenPipeAndTheKickAreSurvived()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");

        Syscall.kill(jail.Program.Id, Signum.SIGPIPE);
        jail.WaitForLog("Received signal 13, code 0.");
        RunningProgram.Run("kill", "-35", $"{jail.Program.Id}");

        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
        jail.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");
        Assert.Equal(1, ApiJail.MetricOf(jail.Metrics[^1], "signals", "sigpipe"));
    }

    [Fact]
    public void AFileAtItsLimitEndsItWithItsStatus()
    {
        using ApiJail jail = new(jailerOptions: ["--resource-limit", "fsize=20000"]);
        jail.StartGuest("spin", "spinning");
        while (!jail.Program.HasEnded)
        {
            jail.Request("GET", "/version");
        }

        Assert.Equal(151, jail.Program.WaitForEnd().Status);
        Assert.Equal(20000, new FileInfo(jail.PathOf("vmm.log")).Length);
    }

    // The kernel tells only the thread that wrote, here the vmm thread: no other thread can read its signal.
    [Fact]
    public void AMetricsFileAtItsLimitEndsItToo()
    {
        using ApiJail jail = new(jailerOptions: ["--resource-limit", "fsize=60000"]);
        jail.Do("PUT", "/logger", """{"level": "Off"}""");
        jail.StartGuest("spin", "spinning");
        while (!jail.Program.HasEnded)
        {
            jail.Request("PUT", "/actions", """{"action_type": "FlushMetrics"}""");
        }

        Assert.Equal(151, jail.Program.WaitForEnd().Status);
        Assert.Equal(60000, new FileInfo(jail.PathOf("vmm.metrics")).Length);
    }

    [Fact]
    public void AFullDiskUnderTheLogIsCountedAndSurvived()
    {
        using ApiJail jail = new();
        jail.Stage("spin");
        jail.Do("PUT", "/boot-source", """{"kernel_image_path": "spin", "boot_args": ""}""");
        // A device that is always full, in place of a disk that is.
        Assert.Equal(0, RunningProgram.Run("mknod", "-m", "666", jail.PathOf("full"), "c", "1", "7").Status);
        jail.Do("PUT", "/logger", """{"log_path": "full", "level": "Debug"}""");
        jail.Do("PUT", "/actions", """{"action_type": "InstanceStart"}""");
        jail.Do("PUT", "/actions", """{"action_type": "FlushMetrics"}""");

        Assert.True(ApiJail.MetricOf(jail.Metrics[^1], "logger", "missed_log_count") > 0);
        Assert.Equal("Running", jail.Request("GET", "/")["state"]);
    }
}
