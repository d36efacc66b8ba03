using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using PuppeteerSharp;
using PuppeteerSharp.Media;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The page for a review meeting, in a browser that is offline.</summary>
public sealed class ReviewPageTests : IDisposable
{
    // Words that are shown on more than one line. A line may end behind |, / and -.
    private const string BrokenWords =
        """
        (() => {
          let broken = 0;
          const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (const word of node.textContent.matchAll(/[^\s|\/-]+/g)) {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              broken += new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1 ? 1 : 0;
            }
          }
          return broken;
        })()
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-review-").FullName;
    private readonly List<string> _complaints = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ThePageIsReadAndSearched()
    {
        Requires.Browser();
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, RunningProgram.Run(Artifacts.Jailer, "profile", "explain", "--format", "html").Output);
        await page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 1600 });
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review.png"));

        Assert.Equal(["threads", "grants", "cuts"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('section')].slice(0, 3).map(s => s.id)"));
        int all = await Rows(page);
        Assert.InRange(all, 150, 1000);
        await page.TypeAsync("input[type=search]", "KVM_create_vcpu");
        Assert.Equal(1, await Rows(page));
        Assert.Equal($"1 of {all} rows", await page.EvaluateExpressionAsync<string>("document.querySelector('output').textContent"));
        Assert.Equal(["profile-setup"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('section:not([hidden])')].map(s => s.id)"));
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-search.png"));
        await page.EvaluateExpressionAsync("document.querySelector('input').value = ''; document.querySelector('input').dispatchEvent(new Event('input'))");
        Assert.Equal(all, await Rows(page));
        Assert.Empty(_complaints);
    }

    // A reviewer sends a link to a rule; a search that hides the rule ends.
    [Fact]
    public async Task ALinkLeadsToItsRule()
    {
        Requires.Browser();
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, RunningProgram.Run(Artifacts.Jailer, "profile", "explain", "--format", "html").Output);
        await page.TypeAsync("input[type=search]", "KVM_create_vcpu");
        await page.EvaluateExpressionAsync("location.hash = document.querySelector('#grants td.place a').hash");
        await page.WaitForExpressionAsync("document.querySelector('tr:target')?.offsetParent");

        Assert.StartsWith("rule-", await page.EvaluateExpressionAsync<string>("document.querySelector('tr:target').id"), StringComparison.Ordinal);
        Assert.Equal("", await page.EvaluateExpressionAsync<string>("document.querySelector('input').value"));
        double top = await page.EvaluateExpressionAsync<double>("document.querySelector('tr:target').getBoundingClientRect().top");
        Assert.InRange(top, await page.EvaluateExpressionAsync<double>("document.querySelector('.search').getBoundingClientRect().bottom"), 600);
        Assert.Empty(await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('a')].map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))"));
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task WhatChangedIsOnThePage()
    {
        Requires.Browser();
        ChangedProfiles.Write(_folder, "vcpu", "value: KVM_RUN,", "value: KVM_NMI,");
        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, "profile", "explain", _folder, "--since", "shipped", "--format", "html");
        Assert.Equal(0, result.Status);
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, result.Output);
        await page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 1600 });
        await page.EvaluateExpressionAsync("document.querySelector('#changes').scrollIntoView()");
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-changes.png"));

        string text = await page.EvaluateExpressionAsync<string>("document.querySelector('#changes').textContent");
        Assert.Contains("KVM_NMI", text, StringComparison.Ordinal);
        Assert.Contains("Equal: vmm, api, runtime", text, StringComparison.Ordinal);
        Assert.Equal(["added", "removed"], (await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('#changes h3 + table tbody tr')].map(row => row.cells[0].textContent)")).Order());
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task ThePageIsDarkWhereItsReaderIsAndLightOnPaper()
    {
        Requires.Browser();
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, RunningProgram.Run(Artifacts.Jailer, "profile", "explain", "--thread", "vcpu", "--format", "html").Output);
        string light = await Background(page);
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "dark" }]);
        string dark = await Background(page);
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-dark.png"));
        await page.EmulateMediaTypeAsync(MediaType.Print);
        string paper = await Background(page);

        Assert.Equal(("rgb(255, 255, 255)", "rgb(13, 17, 23)", "rgb(255, 255, 255)"), (light, dark, paper));
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('.search')).display"));
        Assert.Empty(_complaints);
    }

    // A row is lines with their headings, and nothing has to be scrolled sideways.
    [Fact]
    public async Task ANarrowScreenShowsAllOfIt()
    {
        Requires.Browser();
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, RunningProgram.Run(Artifacts.Jailer, "profile", "explain", "--format", "html").Output);
        await page.SetViewportAsync(new ViewPortOptions { Width = 500, Height = 900 });
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-narrow.png"));

        Assert.InRange(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), 1, 500);
        Assert.Equal("\"conditions\"", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('#profile-vcpu td:nth-child(2)'), '::before').content"));
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('thead')).display"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>(BrokenWords));
        // The count itself must be able to find some.
        await page.EvaluateExpressionAsync("document.querySelectorAll('td').forEach(cell => { cell.style.wordBreak = 'break-all'; cell.style.paddingRight = '60%'; })");
        Assert.NotEqual(0, await page.EvaluateExpressionAsync<int>(BrokenWords));
    }

    [Fact]
    public async Task PaperHasEveryRuleOnceOnAtMostTwelveSheets()
    {
        Requires.Browser();
        await using IBrowser browser = await Launch();
        IPage page = await Open(browser, RunningProgram.Run(Artifacts.Jailer, "profile", "explain", "--format", "html").Output);
        string paper = Path.Combine(Artifacts.Pictures, "review.pdf");
        await page.PdfAsync(paper, new PdfOptions { PreferCSSPageSize = true });
        // The sheet between its margins, in CSS pixels.
        await page.SetViewportAsync(new ViewPortOptions { Width = 1054, Height = 725 });
        await page.EmulateMediaTypeAsync(MediaType.Print);
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-paper.png"));

        Assert.InRange(Sheets(File.ReadAllText(paper, Encoding.Latin1)), 3, 12);
        Assert.Contains("841.", MediaBox(File.ReadAllText(paper, Encoding.Latin1)), StringComparison.Ordinal);
        Assert.InRange(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), 1, 1054);
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>(BrokenWords));
        string[] places = await page.EvaluateExpressionAsync<string[]>(
            "[...document.querySelectorAll('tr[id] td.place')].filter(cell => cell.offsetParent !== null).map(cell => cell.textContent)");
        string[] all = await page.EvaluateExpressionAsync<string[]>(
            $"[...document.querySelectorAll('tr[id]')].map(row => row.id.replace(/^rule-(\\w+)-(\\d+)-(\\d+)$/, '$1.yaml:$2:$3'))");
        Assert.InRange(all.Length, 100, 500);
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), places.Order(StringComparer.Ordinal));
    }

    // The control: text from a profile is escaped, and even as markup a browser would not run it.
    [Fact]
    public async Task MarkupOfAProfileIsNotRun()
    {
        Requires.Browser();
        const string Hostile = "</td></table><script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">";
        ChangedProfiles.Write(
            _folder, "vcpu", "reason: enters the guest; no other request of KVM, on any descriptor", $"reason: '{Hostile.Replace("'", "''", StringComparison.Ordinal)} end'");
        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, "profile", "explain", _folder, "--format", "html");
        Assert.Equal((0, ""), (result.Status, result.Error));
        await using IBrowser browser = await Launch();

        IPage page = await Open(browser, result.Output);
        Assert.Equal("Seccomp profiles", await page.GetTitleAsync());
        Assert.Contains(Hostile, await page.EvaluateExpressionAsync<string>("document.querySelector('#profile-vcpu').textContent"), StringComparison.Ordinal);
        Assert.Empty(_complaints);

        IPage planted = await Open(browser, result.Output.Replace("<main>", $"<main>{Hostile}", StringComparison.Ordinal));
        Assert.Equal("Seccomp profiles", await planted.GetTitleAsync());
        Assert.Contains(_complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static int Sheets(string pdf) => Regex.Count(pdf, "/Type ?/Page[^s]");

    private static string MediaBox(string pdf) => Regex.Match(pdf, "/MediaBox ?\\[[^\\]]*\\]").Value;

    // Its sandbox does not work as root; the page is our own.
    private static Task<IBrowser> Launch() => Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = Artifacts.Browser,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    });

    private static Task<int> Rows(IPage page) =>
        page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('tbody tr')].filter(row => row.offsetParent !== null).length");

    private static Task<string> Background(IPage page) => page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor");

    private async Task<IPage> Open(IBrowser browser, string content)
    {
        string path = Path.Combine(_folder, "review.html");
        File.WriteAllText(path, content);
        IPage page = await browser.NewPageAsync();
        page.Console += (_, happened) => _complaints.Add(happened.Message.Text);
        page.PageError += (_, happened) => _complaints.Add(happened.Message);
        page.RequestFailed += (_, happened) => _complaints.Add($"{happened.Request.Url} failed");
        await page.SetOfflineModeAsync(true);
        await page.GoToAsync($"file://{path}");
        return page;
    }
}
