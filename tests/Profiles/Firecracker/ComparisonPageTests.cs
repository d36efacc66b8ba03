using System.Linq;
using Xunit;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>SECURITY.md says who allows what as the two sets of profiles do.</summary>
public sealed class ComparisonPageTests
{
    private static readonly ComparisonPage _page = ComparisonPage.Read();

    [Fact]
    public void ItsTablesAreWhatTheProfilesAllow() => Assert.Empty(_page.Mistakes());

    // The control.
    [Theory]
    [InlineData("| `connect` | any / **length** |", "| `connect` | any |", "connect wants the cells | any / **length** | - | - |")]
    [InlineData("| `connect` | any / **length** | - | - |\n", "", "connect wants the cells | any / **length** | - | - |")]
    [InlineData("| `mincore` |", "| `mincore`, `shutdown` |", "shutdown does not belong under 'What both allow'")]
    [InlineData("| `mincore` |", "| `mincore`, `mincore` |", "mincore is there more than once")]
    public void ATableThatSaysSomethingElseIsFound(string old, string @new, string mistake) => Assert.Equal([mistake], _page.With(old, @new).Mistakes());

    [Fact]
    public void ItCountsWhatTheyAllow()
    {
        ScopePair[] both = [.. ThreadCalls.Threads.SelectMany(thread => ThreadCalls.Firecracker.Of(thread).Select(call => ScopePair.Of(thread, call))).Where(pair => pair.AreBothSome)];
        int same = both.Count(pair => pair.IsKilnWithin && pair.IsFirecrackerWithin);
        int kilnNarrower = both.Count(pair => pair.IsKilnWithin) - same;
        int firecrackerNarrower = both.Count(pair => pair.IsFirecrackerWithin) - same;

        AssertSays($"Firecracker allows {Counts(ThreadCalls.Firecracker, _ => true)}, Kiln {Counts(ThreadCalls.Kiln, _ => true)}");
        AssertSays(
            $"{Counts(ThreadCalls.Firecracker, scope => scope.IsUnconditional)} of Firecracker's, and {Counts(ThreadCalls.Kiln, scope => scope.IsUnconditional)} of Kiln's");
        AssertSays(
            $"Both allow a call to the same thread {both.Length} times: alike {same} times, Kiln more narrowly {kilnNarrower} times, Firecracker {firecrackerNarrower} times, "
            + $"and {both.Length - same - kilnNarrower - firecrackerNarrower} times each allows something that the other does not");
    }

    private static string Counts(ThreadCalls calls, Func<CallScope, bool> counted)
    {
        int[] counts = [.. ThreadCalls.Threads.Select(thread => calls.Of(thread).Count(call => counted(calls.Scope(thread, call))))];
        return $"{counts[0]}, {counts[1]} and {counts[2]}";
    }

    private static void AssertSays(string sentence) => Assert.True(_page.Says(sentence), $"the page does not say: {sentence}");
}
