using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.ProfileCommands.Score;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands.Score;

/// <summary>Every system call has one weight, and the documentation says which.</summary>
public sealed partial class ExposureWeightTests
{
    [Fact]
    public void EveryCallIsInOneClass()
    {
        string[] calls = [.. ExposureWeights.Classes.SelectMany(each => each.Calls).Order(StringComparer.Ordinal)];

        Assert.True(calls.Length > 370, $"{calls.Length} calls");
        Assert.Equal(SyscallTable.Numbers.Select(SyscallTable.NameOf).OfType<string>().Order(StringComparer.Ordinal), calls);
    }

    [Fact]
    public void EveryDangerousGrantIsAClassAndNoCallIsInTwoGrants()
    {
        Assert.Equal(
            DangerousGrant.All.Select(grant => grant.Id).Distinct(),
            ExposureWeights.Classes.Select(each => each.Id).Where(id => id.StartsWith("KP", StringComparison.Ordinal)));
        Assert.DoesNotContain(DangerousGrant.All.SelectMany(grant => grant.Calls).GroupBy(call => call), call => call.Count() > 1);
    }

    [Fact]
    public void NoOtherClassIsAsHeavyAsTheMostDangerousGrants()
    {
        int heaviest = ExposureWeights.Classes.Where(each => !each.Id.StartsWith("KP", StringComparison.Ordinal)).Max(each => each.Weight);

        Assert.True(heaviest < ExposureWeights.Classes.Max(each => each.Weight));
    }

    [Fact]
    public void TheDocumentationHasTheSameTable()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seccomp-profiles", "README.md"));

        Assert.Equal(
            ExposureWeights.Classes.Select(each => $"| {each.Weight} | {each.Id} | {each.Calls.Count} | {each.Reason} |"),
            Row().Matches(text).Select(row => row.Value));
    }

    [GeneratedRegex(@"^\| [0-9]+ \| \w+ \| [0-9]+ \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
