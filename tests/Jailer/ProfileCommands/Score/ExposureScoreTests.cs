using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.ProfileCommands.Score;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands.Score;

/// <summary>The score of profiles, and what would lower it.</summary>
public sealed class ExposureScoreTests
{
    private static ProfileLibrary Shipped => new(new DirectorySource(Path.Combine(AppContext.BaseDirectory, "seccomp-profiles")));

    [Fact]
    public void TheShippedProfilesExposeLittle()
    {
        ExposureScore score = ExposureScore.Of(Shipped);

        Assert.InRange(score.InAll, 0.1m, 10m);
        Assert.Equal(["vmm", "api", "vcpu", "runtime", "setup", "launch"], score.Programs.Select(program => program.Name));
        Assert.All(score.Programs, program => Assert.InRange(program.Figure, 0.1m, 15m));
        Assert.True(score.Of(FilterProfile.Vcpu) < score.Of(FilterProfile.Vmm) && score.Of(FilterProfile.Vmm) < score.Of(FilterProfile.Launch));
        Assert.All(score.Programs.Where(program => !ProgramScore.IsTransient(program.Program)), program => Assert.True(program.Figure <= score.InAll));
    }

    [Fact]
    public void TheExampleIsTheGoldenOne()
    {
        ExposureScore score = ExposureScore.Of(ExampleProfiles.Library);

        ExampleProfiles.ShouldBe("score.txt", ScoreReport.Text(score));
        ExampleProfiles.ShouldBe("score.md", ScoreReport.Markdown(score));
        ExampleProfiles.ShouldBe("score.json", ScoreReport.Json(score));
    }

    [Fact]
    public void CutsAreInOrderAndOfRulesOfThreadsThatRun()
    {
        ExposureScore score = ExposureScore.Of(Shipped);

        Assert.Equal(5, score.BestCuts.Count());
        Assert.Equal(score.Cuts.OrderByDescending(cut => cut.Points).Select(cut => cut.Points), score.Cuts.Select(cut => cut.Points));
        Assert.DoesNotContain(score.Cuts, cut => cut.Places.Any(place => place.Profile is "setup" or "launch"));
        Assert.Contains(score.Cuts, cut => cut.Call == "io_uring_enter");
    }

    // The first cut of each call is tried: the figure without its rules is as much lower as it says.
    [Fact]
    public void ACutLowersTheFigureByItsPoints()
    {
        RuleSet[] running = [.. ((FilterProfile[])[FilterProfile.Vmm, FilterProfile.Api, FilterProfile.Vcpu, FilterProfile.Runtime]).Select(Shipped.RulesOf)];
        decimal whole = ExposureFigure.Of(running.SelectMany(PermittedRule.Of));
        foreach (ExposureCut cut in ExposureScore.Of(Shipped).Cuts)
        {
            decimal rest = ExposureFigure.Of(running
                .Select(program => program with { Rules = [.. program.Rules.Where(rule => !cut.Places.Contains(rule.Origin))] })
                .SelectMany(PermittedRule.Of));

            Assert.Equal(cut.Points, Math.Round(whole - rest, 2, MidpointRounding.AwayFromZero));
        }
    }

    [Fact]
    public void RulesOfSeveralThreadsThatSayTheSameAreOneCut()
    {
        ExposureCut wait = Assert.Single(ExposureScore.Of(Shipped).Cuts, cut => cut.Call == "epoll_wait");

        Assert.Equal(["api", "vmm"], wait.Places.Select(place => place.Profile));
        Assert.NotEqual("", ScoreReport.Doubling(wait));
    }

    [Fact]
    public void TheObjectHasEveryFigure()
    {
        ExposureScore score = ExposureScore.Of(Shipped);
        using JsonDocument json = JsonDocument.Parse(ScoreReport.Json(score));

        Assert.Equal(score.InAll, json.RootElement.GetProperty("inAll").GetDecimal());
        Assert.Equal(score.Programs.Select(program => program.Figure), json.RootElement.GetProperty("scores").EnumerateArray().Select(each => each.GetProperty("score").GetDecimal()));
        Assert.Equal(score.Cuts.Count, json.RootElement.GetProperty("cuts").GetArrayLength());
    }
}
