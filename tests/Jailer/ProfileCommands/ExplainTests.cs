using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kiln.ProfileCommands.Explain;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Describes what profiles allow.</summary>
public sealed class ExplainTests
{
    private static Policy Example => Policy.Of("an example", ExampleProfiles.Library, FilterProfiles.All.ToArray());

    [Fact]
    public void TextAndMarkdownAreTheGoldenOnes()
    {
        ExampleProfiles.ShouldBe("explain.txt", PolicyText.Of(Example));
        ExampleProfiles.ShouldBe("explain.md", PolicyMarkdown.Of(Example));
    }

    [Fact]
    public void EveryRuleIsInEveryFormat()
    {
        string[] documents = [PolicyText.Of(Example), PolicyMarkdown.Of(Example), PolicyHtml.Of(Example), PolicyJson.Of(Example)];

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
        Policy policy = Policy.Of("an example", ExampleProfiles.Library, [FilterProfile.Vcpu]);

        Assert.Empty(policy.Differences);
        Assert.Equal("vcpu", Assert.Single(policy.Programs).Name);
        Assert.Empty(policy.Grants);
    }

    [Fact]
    public void TextOfProfilesIsNoMarkup()
    {
        string page = PolicyHtml.Of(Example with { Source = "</title><script>alert(1)</script>" });

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>markup", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;markup&lt;/b&gt; &amp; a | bar", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b>markup&lt;/b> &amp; a \\| bar, \\`code\\` and \\*stars\\*", PolicyMarkdown.Of(Example), StringComparison.Ordinal);
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
