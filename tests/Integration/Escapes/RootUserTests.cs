using System.Linq;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>
/// A program that stays root, as with <c>--uid 0</c>. Behind the filters it gets no further than any other user; without them it has no
/// capability, but what only its user kept from it is lost. SECURITY.md says what that is.
/// </summary>
public sealed class RootUserTests
{
    private static readonly string[] _lost =
    [
        "pid-file hostile.pid", "many-processes --resource-limit nproc=20",
        // These attempts already have what they try to get.
        "give-away", "become-root", "become-roots-group", "execute {set-id} being-root",
    ];

    public static TheoryData<string> Titles => [.. Attempts.All.Select(attempt => attempt.Title)];

    public static TheoryData<string> Lost => [.. _lost];

    // The victim is of the jail's usual user, which is another one here.
    public static TheoryData<string> Kept =>
        [.. Attempts.All.Select(attempt => attempt.Title).Where(title => !_lost.Contains(title) && !title.Contains("{victim}", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Titles))]
    public void BehindTheFiltersNothingIsLost(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "attempt");

        Assert.True(outcome.Text == attempt.Filtered, $"{outcome}");
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public void WithoutFiltersTheUserProtectedTheseAlone(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "attempt", "--no-seccomp");

        Assert.True(outcome.Text == Attempt.Done, $"{outcome}");
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void WithoutFiltersTheOtherLayersStay(string title)
    {
        Attempt attempt = Named(title);
        using EscapeStage stage = StageFor(attempt);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "attempt", "--no-seccomp");

        Assert.True(attempt.Refused.Split('|').Contains(outcome.Text), $"{outcome}");
    }

    private static EscapeStage StageFor(Attempt attempt)
    {
        Requires.RootAndKvm();
        attempt.Requirement?.Invoke();
        return new EscapeStage { StaysRoot = true };
    }

    private static Attempt Named(string title) => Attempts.All.Single(attempt => attempt.Title == title);
}
