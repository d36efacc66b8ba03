using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Explain;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Describes what profiles allow.</summary>
public sealed class ExplainTests
{
    private const string Made = "2026-01-02 03:04 UTC";

    private static Policy Example => Policy.Of("an example", ExampleProfiles.Library, ExampleProfiles.Set, FilterProfiles.All.ToArray());

    [Fact]
    public void TextAndMarkdownAreTheGoldenOnes()
    {
        ExampleProfiles.ShouldBe("explain.txt", PolicyText.Of(Example));
        ExampleProfiles.ShouldBe("explain.md", PolicyMarkdown.Of(Example));
    }

    [Fact]
    public void EveryRuleIsInEveryFormat()
    {
        string[] documents = [PolicyText.Of(Example), PolicyMarkdown.Of(Example), PolicyHtml.Of(Example, Made), PolicyJson.Of(Example)];

        foreach (ExplainedRule rule in Example.Programs.SelectMany(program => program.Rules))
        {
            Assert.All(documents[..3], document => Assert.Contains(rule.Place.ToString(), document, StringComparison.Ordinal));
        }
        using JsonDocument json = JsonDocument.Parse(documents[3]);
        Assert.Equal(
            Example.Programs.Select(program => program.Rules.Count),
            json.RootElement.GetProperty("programs").EnumerateArray().Select(program => program.GetProperty("rules").GetArrayLength()));
    }

    [Fact]
    public void OneThreadHasNothingToDifferFrom()
    {
        Policy policy = Policy.Of("an example", ExampleProfiles.Library, ExampleProfiles.Set, [FilterProfile.Vcpu]);

        Assert.Empty(policy.Differences);
        Assert.Equal("vcpu", Assert.Single(policy.Programs).Name);
        Assert.Empty(policy.Grants);
    }

    [Fact]
    public void TextOfProfilesIsNoMarkup()
    {
        string page = PolicyHtml.Of(Example with { Source = "</title><script>alert(1)</script>" }, Made);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>markup", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;markup&lt;/b&gt; &amp; a | bar", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b>markup&lt;/b> &amp; a \\| bar, \\`code\\` and \\*stars\\*", PolicyMarkdown.Of(Example), StringComparison.Ordinal);
    }

    [Fact]
    public void APageHasEveryRuleOnceAndALinkToIt()
    {
        string page = PolicyHtml.Of(Example, Made);
        string[] places = [.. Example.Programs.SelectMany(program => program.Rules).Select(rule => WrittenRule.AnchorOf(rule.Place)).Distinct()];

        Assert.True(places.Length > 5, $"{places.Length} rules");
        Assert.All(places, place => Assert.Equal(1, Regex.Count(page, $"<tr id=\"{place}\">")));
        Assert.Equal(places.Length, Regex.Count(page, "<tr id="));
        Assert.All(Regex.Matches(page, "href=\"#([^\"]+)\"").Select(link => link.Groups[1].Value), target => Assert.Contains($" id=\"{target}\"", page, StringComparison.Ordinal));
        Assert.Contains("<a href=\"#rule-api-5-14\">api.yaml:5:14</a>", page, StringComparison.Ordinal);
    }

    // Rules of programs that are not described have no place to lead to.
    [Fact]
    public void APageOfOneThreadLinksToNothingThatItLacks()
    {
        string page = PolicyHtml.Of(Policy.Of("an example", ExampleProfiles.Library, ExampleProfiles.Set, [FilterProfile.Vcpu]), Made);

        Assert.Contains("vmm.yaml:8:14", page, StringComparison.Ordinal);
        Assert.DoesNotContain("#rule-vmm-8-14", page, StringComparison.Ordinal);
        Assert.Contains("#rule-vcpu-5-14", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSetIsNamedByItsHashAndTheDateByTheBuild()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(ExampleProfiles.Set.Bytes));
        string page = PolicyHtml.Of(Example, Made);

        Assert.Equal(2, Regex.Count(page.Replace("<wbr>", "", StringComparison.Ordinal), digest));
        Assert.Contains(Made, page, StringComparison.Ordinal);
        Assert.Contains(digest, PolicyJson.Of(Example), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "2001-02-03 04:05 UTC")]
    [InlineData("0", "1970-01-01 00:00 UTC")]
    [InlineData("1767323040", "2026-01-02 03:04 UTC")]
    [InlineData("253402300799", "9999-12-31 23:59 UTC")]
    public void ADateIsTheGivenOne(string? given, string expected) =>
        Assert.Equal(expected, PageDate.Of(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero), given));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e5")]
    [InlineData(" 1")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999")]
    public void ADateThatIsNoneIsRefused(string given) =>
        Assert.Contains(PageDate.Option.Name, Assert.Throws<JailerFailure>(() => PageDate.Of(DateTimeOffset.UnixEpoch, given)).Message, StringComparison.Ordinal);

    [Fact]
    public void AReasonThatChangedIsToldAndARuleThatMovedIsNot()
    {
        ExplainedProgram vmm = Example.Programs.Single(program => program.Name == "vmm");
        ExplainedRule first = vmm.Rules[0];
        IReadOnlyList<RuleChange> Changes(params IReadOnlyList<ExplainedRule> rules) => RuleChange.Between(vmm.Rules, rules);
        ExplainedRule[] rest = [.. vmm.Rules.Skip(1)];

        Assert.Empty(Changes(vmm.Rules));
        Assert.Empty(Changes([first with { Place = first.Place with { Line = 900 } }, .. rest]));
        Assert.Equal(("reason", $"{first.Reason} -> none"), Assert.Single(Changes([first with { Reason = "none" }, .. rest])) is var changed ? (changed.Kind, changed.Reasons) : default);
        Assert.Equal("removed", Assert.Single(Changes(rest)).Kind);
        Assert.Equal("added", Assert.Single(Changes([.. vmm.Rules, first with { Call = "bpf", Place = first.Place with { Line = 900 } }])).Kind);
    }

    // A browser runs only the page's own script and style, and nothing that comes from a profile.
    [Fact]
    public void ThePagePromisesItsOwnScriptAndStyleOnly()
    {
        Assert.Contains($"style-src '{Digest(PageParts.Style)}'", PageParts.SecurityPolicy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Digest(PageParts.Script)}'", PageParts.SecurityPolicy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", PageParts.SecurityPolicy, StringComparison.Ordinal);
    }

    private static string Digest(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
