using System.IO;
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

        Assert.Equal("grants", await page.EvaluateExpressionAsync<string>("document.querySelector('section').id"));
        int all = await Rows(page);
        Assert.InRange(all, 300, 2000);
        await page.TypeAsync("input[type=search]", "KVM_create_vcpu");
        Assert.Equal(2, await Rows(page));
        Assert.Equal($"2 of {all} rows", await page.EvaluateExpressionAsync<string>("document.querySelector('output').textContent"));
        Assert.Equal(["launch", "setup"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('section:not([hidden])')].map(s => s.id)"));
        await page.ScreenshotAsync(Path.Combine(Artifacts.Pictures, "review-search.png"));
        await page.EvaluateExpressionAsync("document.querySelector('input').value = ''; document.querySelector('input').dispatchEvent(new Event('input'))");
        Assert.Equal(all, await Rows(page));
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
        Assert.Contains(Hostile, await page.EvaluateExpressionAsync<string>("document.querySelector('#vcpu').textContent"), StringComparison.Ordinal);
        Assert.Empty(_complaints);

        IPage planted = await Open(browser, result.Output.Replace("<main>", $"<main>{Hostile}", StringComparison.Ordinal));
        Assert.Equal("Seccomp profiles", await planted.GetTitleAsync());
        Assert.Contains(_complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

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
