using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Balloons;

/// <summary>A jailed guest of this project with a balloon: it has as many pages there as the host wants, and says what it finds.</summary>
/// <param name="jail">The monitor; the guest's console is its standard input and output.</param>
internal sealed class BalloonGuest(SnapshotJail jail) : IDisposable
{
    /// <summary>What the guest gives at most: 4,096 pages.</summary>
    internal const int Mebibytes = 16;

    private const string Everything =
        """{"amount_mib": 0, "deflate_on_oom": true, "stats_polling_interval_s": 1, "free_page_hinting": true, "free_page_reporting": true}""";

    internal SnapshotJail Jail => jail;

    internal ApiJail Api => jail.Jail;

    /// <summary>Starts the guest.</summary>
    /// <param name="words">The words of its command line.</param>
    /// <param name="balloon">The body of PUT /balloon.</param>
    /// <param name="machine">The body of PATCH /machine-config; null for the default.</param>
    internal static BalloonGuest Start(string words, string balloon = Everything, string? machine = null)
    {
        BalloonGuest guest = new(SnapshotJail.ToTypeTo());
        if (machine is not null)
        {
            guest.Api.Do("PATCH", "/machine-config", machine);
        }
        guest.Api.Do("PUT", "/balloon", balloon);
        guest.Api.StartGuest("balloon", "balloon: ready", words);
        return guest;
    }

    /// <summary>The same machine in a monitor of its own, from the files of this one.</summary>
    internal BalloonGuest Moved()
    {
        jail.Pause();
        jail.Create();
        jail.Check();
        BalloonGuest other = new(SnapshotJail.ToTypeTo());
        other.Jail.Continue(jail);
        jail.Kill();
        return other;
    }

    /// <summary>Asks for a size of the balloon, and waits until the guest has said that it has it.</summary>
    /// <param name="times">How often it has said so then.</param>
    internal void Resize(int mebibytes, string sign, int times = 1)
    {
        Api.Do("PATCH", "/balloon", $$"""{"amount_mib": {{mebibytes}}}""");
        Assert.True(
            SpinWait.SpinUntil(() => Api.Program.HasEnded || Api.Program.Output.Split(sign).Length > times, TimeSpan.FromSeconds(60)) && !Api.Program.HasEnded,
            Api.Program.Output);
    }

    /// <summary>An answer, as JSON.</summary>
    internal JsonElement Get(string path)
    {
        Answer answer = Api.Request("GET", path);
        Assert.True(answer.Status == 200, answer.Body);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    /// <summary>KiB in memory that are the guest's or the monitor's own: not those of the program's file, which come and go.</summary>
    internal long Resident => KibibytesOf("RssAnon") + KibibytesOf("RssShmem");

    /// <summary>A counter of the balloon; the monitor must have ended.</summary>
    internal long CountOf(string metric) => Api.Metrics.Sum(line => ApiJail.MetricOf(line, "balloon", metric));

    /// <summary>A counter of the balloon that is no metric of the contract; the monitor must be running.</summary>
    internal long OwnCountOf(string metric) => long.Parse(
        Regex.Match(Api.Request("GET", "/metrics").Body, $"(?m)^kiln_balloon_memory_{metric}_total[^ ]* ([0-9]+)$").Groups[1].Value,
        CultureInfo.InvariantCulture);

    /// <summary>Ends the guest, which found everything as it should be.</summary>
    internal void End()
    {
        Api.Program.Type("q");
        ProgramResult result = Api.Program.WaitForEnd();
        Assert.True(result.Status == 0, $"{result.Output} {result.Error} {Api.Log}");
        Assert.DoesNotContain("content", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("changed", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => jail.Dispose();

    private long KibibytesOf(string field) => long.Parse(Api.Process.StatusOf(field).Split(' ')[0], CultureInfo.InvariantCulture);
}
