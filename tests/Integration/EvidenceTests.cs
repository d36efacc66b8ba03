using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>
/// The cause of a monitor's end is in its log, metrics and life-cycle events even if standard error is discarded: a forbidden call on any
/// thread, or a signal from outside.
/// </summary>
public sealed class EvidenceTests
{
    private const int Acct = 163;

    [Theory]
    [InlineData("vcpu 0", "vcpu", "--daemonize")]
    [InlineData("vcpu 0", "vcpu", "--new-pid-ns")]
    [InlineData("api", "api", "--daemonize")]
    [InlineData("api", "api", "--new-pid-ns")]
    [InlineData("runtime", "runtime", "--daemonize")]
    [InlineData("runtime", "runtime", "--new-pid-ns")]
    public void AForbiddenCallIsInTheLogTheMetricsAndTheEvents(string thread, string profile, string mode)
    {
        using EvidenceJail jail = new(mode);

        Assert.Equal(148, jail.Inject(thread, Acct));

        AssertLogged(jail.Log, thread, profile);
        Assert.EndsWith("Kiln exiting with error. exit_code=148\n", jail.Log, StringComparison.Ordinal);
        Assert.Equal(1, ApiJail.MetricOf(jail.Metrics[^1], "seccomp", "num_faults"));
        AssertTold(jail.Events);
    }

    // No thread is left to write metrics; log and events are written by the thread itself.
    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    public void AForbiddenCallOfTheVmmThreadIsInTheLogAndTheEvents(string mode)
    {
        using EvidenceJail jail = new(mode);

        Assert.Equal(148, jail.Inject("vmm", Acct));

        AssertLogged(jail.Log, "vmm", "vmm");
        AssertTold(jail.Events);
    }

    // The vmm thread stands still, as in a write to a disk that hangs: the api thread writes to the log itself.
    [Fact]
    public void AVmmThreadThatDoesNotAnswerIsNotWaitedForLong()
    {
        using EvidenceJail jail = new("--daemonize");
        using RunningProgram holder = jail.Hold("vmm");

        Assert.Equal(148, jail.Inject("api", Acct));

        AssertLogged(jail.Log, "api", "api");
    }

    [Fact]
    public void APausedMonitorLeavesItToo()
    {
        using EvidenceJail jail = new("--daemonize");
        jail.Pause();

        Assert.Equal(148, jail.Inject("runtime", Acct));

        AssertLogged(jail.Log, "runtime", "runtime");
        Assert.Equal(1, ApiJail.MetricOf(jail.Metrics[^1], "seccomp", "num_faults"));
    }

    [Fact]
    public void TheLineOfALogInJsonIsAnObject()
    {
        using EvidenceJail jail = new("--daemonize", "--log-format", "json");

        Assert.Equal(148, jail.Inject("vmm", Acct));

        string[] messages = [.. jail.Log.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!)];
        Assert.Contains($"Shutting down VM after intercepting a bad syscall ({Acct}).", messages);
        Assert.Contains(messages, message => message.Contains("thread \"vmm\" (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Signum.SIGSYS, 2, null)]
    [InlineData(Signum.SIGABRT, 134, null)]
    [InlineData(Signum.SIGFPE, 136, null)]
    [InlineData(Signum.SIGSEGV, 150, "sigsegv")]
    [InlineData(Signum.SIGBUS, 149, "sigbus")]
    public void ASignalThatIsSentIsInTheLog(Signum signal, int status, string? metric)
    {
        using EvidenceJail jail = new("--daemonize");

        jail.Kill(signal);

        Assert.Contains($"Shutting down VM after intercepting signal {(int)signal}, code 0.\n", jail.Log, StringComparison.Ordinal);
        Assert.EndsWith($"Kiln exiting with error. exit_code={status}\n", jail.Log, StringComparison.Ordinal);
        Assert.Equal(metric is null ? 0 : 1, metric is null ? 0 : ApiJail.MetricOf(jail.Metrics[^1], "signals", metric));
    }

    private static void AssertLogged(string log, string thread, string profile)
    {
        Assert.Contains($"Shutting down VM after intercepting a bad syscall ({Acct}).\n", log, StringComparison.Ordinal);
        Assert.Matches(
            string.Create(CultureInfo.InvariantCulture, $@"\n\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{9}} \[[^ ]*\] thread ""{thread}"" \([0-9]+\) made a system call that profile {profile} does not allow: acct \({Acct}\) with "),
            log);
    }

    private static void AssertTold(IReadOnlyList<string> events)
    {
        // A daemon's standard output is /dev/null.
        if (events.Count > 0)
        {
            JsonElement last = JsonDocument.Parse(events[^1]).RootElement;
            Assert.Equal(("stopped", 148), (last.GetProperty("event").GetString(), last.GetProperty("status").GetInt32()));
            Assert.Contains("does not allow: acct", last.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }
}
