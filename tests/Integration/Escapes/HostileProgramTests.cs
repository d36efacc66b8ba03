using System.Linq;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>
/// A program in the monitor's place that tries to escape: under the filters, without them, and, to prove that the test would notice, without
/// the protection that stops it.
/// </summary>
public sealed class HostileProgramTests
{
    // What the project promises.
    private const int LeastAttempts = 30;

    public static TheoryData<string> Titles => [.. Attempts.All.Select(attempt => attempt.Title)];

    // Those that the kernel itself refuses by its own setting are not about the jailer's steps alone.
    public static TheoryData<string> LayeredTitles =>
        [.. Attempts.All.Where(attempt => attempt.Protections.Length > 1 && !attempt.Refused.Contains(Attempt.Done, StringComparison.Ordinal)).Select(attempt => attempt.Title)];

    [Fact]
    public void EnoughIsTriedAndNothingTwice()
    {
        string[] titles = [.. Titles.Select(row => row.Data)];

        Assert.True(titles.Length >= LeastAttempts, $"{titles.Length} attempts");
        Assert.Equal(titles.Length, titles.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void BehindTheFiltersItFails(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "attempt");

        Assert.True(outcome.Text == attempt.Filtered, $"{outcome}");
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void WithoutFiltersTheLayerBelowStopsIt(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "attempt", "--no-seccomp");

        Assert.True(attempt.Refused.Split('|').Contains(outcome.Text), $"{outcome}");
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void WithoutItsProtectionItSucceeds(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);
        // The step that installs filters can only be omitted where there are filters.
        string[] options = attempt.Protections is [Attempt.Filters] ? [] : ["--no-seccomp"];

        Outcome outcome = stage.Run([Artifacts.WeakJailer, "--without", string.Join(',', attempt.Protections), "--"], attempt, "attempt", options);

        if (attempt.MayBeMissing && outcome.Text != Attempt.Done)
        {
            Outcome outside = stage.RunOutside(attempt);
            Assert.SkipUnless(outside.Text == Attempt.Done, $"needs a host where root may: {title} comes to {outside.Text} outside every jail");
        }
        Assert.True(outcome.Text == Attempt.Done, $"{outcome}");
    }

    [Theory]
    [MemberData(nameof(LayeredTitles))]
    public void AnyOneOfSeveralProtectionsStopsIt(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        foreach (string kept in attempt.Protections)
        {
            string others = string.Join(',', attempt.Protections.Where(step => step != kept));

            Outcome outcome = stage.Run([Artifacts.WeakJailer, "--without", others, "--"], attempt, "attempt", "--no-seccomp");

            Assert.True(outcome.Text != Attempt.Done, $"with {kept} alone: {outcome}");
        }
    }

    [Fact]
    public void WhoDoesNotCatchTheSignalDiesByIt()
    {
        Attempt attempt = Named("ring");
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "plainly");

        Assert.Equal("killed", outcome.Text);
    }

    [Theory]
    [InlineData("trace {victim}", "EPERM")]
    [InlineData("read-memory {victim} {address}", "EPERM")]
    [InlineData("end {victim}", "EPERM")]
    [InlineData("end-by-thread {victim}", "EPERM")]
    [InlineData("take-descriptor {victim}", "EPERM")]
    public void InAPidNamespaceNobodyElseOfTheUserIsThere(string title, string otherwise)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Assert.Equal("ESRCH", stage.Run([Artifacts.Jailer], attempt, "attempt", "--no-seccomp", "--new-pid-ns").Text);
        Assert.Equal(otherwise, stage.Run([Artifacts.Jailer], attempt, "attempt", "--no-seccomp").Text);
    }

    [Fact]
    public void WithEveryCapabilityAChangedRootStillLeadsNowhere()
    {
        Attempt attempt = Named("leave-root {secret}");
        using EscapeStage stage = StageFor(attempt);
        IEnumerable<string> capabilities = attempt.Protections.Where(step => step != "PivotRoot");

        Outcome outcome = stage.Run([Artifacts.WeakJailer, "--without", string.Join(',', capabilities), "--"], attempt, "attempt", "--no-seccomp");

        Assert.Equal("ENOENT", outcome.Text);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(",UnshareNames", true)]
    public void WithEveryCapabilityItIsTheJailsNameThatChanges(string without, bool hosts)
    {
        Attempt attempt = Named("host-name hostile");
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.WeakJailer, "--without", string.Join(',', attempt.Protections) + without, "--"], attempt, "attempt", "--no-seccomp");

        Assert.Equal(Attempt.Done, outcome.Text);
        Assert.Equal(hosts, outcome.Result.Output.Contains("the host is hostile", StringComparison.Ordinal));
    }

    private static EscapeStage StageFor(Attempt attempt)
    {
        Requires.RootAndKvm();
        attempt.Requirement?.Invoke();
        return new EscapeStage();
    }

    private static Attempt Named(string title) => Attempts.All.Single(attempt => attempt.Title == title);
}
