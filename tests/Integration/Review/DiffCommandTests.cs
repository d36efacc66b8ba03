using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using NJsonSchema;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The published <c>jailer profile diff</c>, on changed copies of the shipped profiles and on a running monitor.</summary>
public sealed class DiffCommandTests(ITestOutputHelper output) : IDisposable
{
    private const string Equal = "vmm: equal\napi: equal\nvcpu: equal\nruntime: equal\nsetup: equal\nlaunch: equal\n";
    private const string Rule = "  - syscall: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-diff-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheSameProfilesAreEqualHoweverTheyAreGiven()
    {
        string file = Path.Combine(_folder, "filters");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", Artifacts.Profiles, "--output", file).Status);

        Assert.Equal(new ProgramResult(0, Equal, ""), Run("shipped", Artifacts.Profiles));
        Assert.Equal(new ProgramResult(0, Equal, ""), Run(file, "shipped"));
    }

    [Fact]
    public void ARunningMonitorIsComparedThreadByThread()
    {
        Requires.RootAndKvm();
        ChangedProfiles.Write(_folder, "vcpu", "KVM_RUN,", "KVM_SMI,");
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram monitor = jail.StartSpinning();

        Assert.Equal(new ProgramResult(0, "vmm: equal\nvcpu: equal\nruntime: equal\n", ""), Run("shipped", $"{monitor.Id}"));
        ProgramResult result = Run(_folder, $"{monitor.Id}");

        Assert.Equal(2, result.Status);
        Assert.Contains("  wider     ioctl where argument 1 (low half) is KVM_RUN: trap -> allow\n            such as ioctl(0x0, 0xae80, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("  stricter  ioctl where argument 1 (low half) is KVM_SMI: allow -> trap, vcpu.yaml:8:14\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyStricterIsAStatusOfItsOwn()
    {
        ChangedProfiles.WriteWithout(_folder, "setup", "listen");

        ProgramResult stricter = Run("shipped", _folder);
        ProgramResult wider = Run(_folder, "shipped", "--format", "json");

        Assert.Equal((1, ""), (stricter.Status, stricter.Error));
        Assert.Equal(
            "vmm: equal\napi: equal\nvcpu: equal\nruntime: equal\n",
            stricter.Output[..stricter.Output.IndexOf("setup: ", StringComparison.Ordinal)]);
        Assert.Matches("setup: 1 change\n  stricter  listen: allow -> trap, setup.yaml:[0-9]+:14\n            such as listen\\(0x0, ", stricter.Output);
        Assert.Equal(2, wider.Status);
        using JsonDocument document = JsonDocument.Parse(wider.Output);
        JsonElement setup = document.RootElement.GetProperty("threads").EnumerateArray().Single(thread => thread.GetProperty("thread").GetString() == "setup");
        JsonElement change = Assert.Single(setup.GetProperty("changes").EnumerateArray());
        Assert.Equal(("wider", "listen", ""), (change.GetProperty("kind").GetString(), change.GetProperty("call").GetString(), change.GetProperty("arguments").GetString()));
    }

    // What is said beside the answers changes no status, and is told apart from them.
    [Fact]
    public void ReasonsAndFilesAreToldApart()
    {
        ChangedProfiles.Write(_folder, "vcpu", "reason: enters the guest;", "reason: lets the guest run;");
        File.AppendAllText(Path.Combine(_folder, "api.yaml"), "# A remark.\n");

        ProgramResult text = Run("shipped", _folder);
        ProgramResult markdown = Run("shipped", _folder, "--format", "markdown");

        Assert.Equal((0, ""), (text.Status, text.Error));
        Assert.StartsWith(
            Equal + "reason of ioctl, vcpu.yaml:8:14\n  was: enters the guest; no other", text.Output, StringComparison.Ordinal);
        Assert.Contains("\n  is:  lets the guest run; no other", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nfiles: api.yaml changed, vcpu.yaml changed\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(0, markdown.Status);
        Assert.Matches("\n\\| reason \\| ioctl \\| allow \\| .* \\| enters the guest; .* -> lets the guest run; .* \\| vcpu.yaml:8:14 \\|\n", markdown.Output);
        Assert.EndsWith("\nFiles: api.yaml changed, vcpu.yaml changed.\n", markdown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonIsWhatTheSchemaSays()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(Artifacts.Profiles, "diff.schema.json"), TestContext.Current.CancellationToken);
        ChangedProfiles.Write(_folder, "vcpu", "KVM_RUN,", "KVM_SMI,");
        File.WriteAllText(Path.Combine(_folder, "vcpu.yaml"), File.ReadAllText(Path.Combine(_folder, "vcpu.yaml")).Replace("no other request", "no further request", StringComparison.Ordinal));
        string foreign = Path.Combine(_folder, "foreign");
        // Shifts the first argument of every call and lets through where nothing is left.
        File.WriteAllBytes(foreign, Convert.FromHexString("2000000010000000" + "7400000003000000" + "1500000100000000" + "060000000000ff7f" + "0600000000000000"));

        foreach ((string old, string @new, int status) in ((string, string, int)[])
            [("shipped", _folder, 2), (_folder, "shipped", 2), ("shipped", "shipped", 0), ("shipped", foreign, 3), (foreign, foreign, 0)])
        {
            ProgramResult result = Run(old, @new, "--format", "json");
            Assert.Equal(status, result.Status);
            Assert.Empty(schema.Validate(result.Output));
            Assert.NotEmpty(schema.Validate(result.Output.Replace("\"verdict\"", "\"judgement\"", StringComparison.Ordinal)));
        }
    }

    // A rule less changes nothing but calls that it names, and what another rule allows as well does not change at all.
    [Fact]
    public void ARuleLessIsExactlyThatChange()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int compared = 0;
        for (int attempt = 0; attempt < 40 && compared < 20; attempt++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, $"{attempt}")).FullName;
            foreach (string file in Directory.GetFiles(Artifacts.Profiles, "*.yaml"))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
            string changed = Path.Combine(folder, ((string[])["base", "setup", "vmm", "vcpu", "api"])[random.Next(5)] + ".yaml");
            string[] parts = File.ReadAllText(changed).Split(Rule);
            int chosen = random.Next(1, parts.Length);
            string[] calls = [.. Regex.Matches(parts[chosen].Split('\n')[0], "[a-z_0-9]+").Select(match => match.Value)];
            File.WriteAllText(changed, string.Join(Rule, parts.Where((_, index) => index != chosen)));

            ProgramResult result = Run("shipped", folder, "--format", "json");
            if (result.Status == 3)
            {
                // A call that 'common' names, or a constant that only this rule uses.
                continue;
            }
            compared++;
            using JsonDocument document = JsonDocument.Parse(result.Output);
            Assert.All(
                document.RootElement.GetProperty("threads").EnumerateArray().SelectMany(thread => thread.GetProperty("changes").EnumerateArray()),
                change => Assert.All(change.GetProperty("call").GetString()!.Split(", "), call => Assert.Contains(call, calls)));
            output.WriteLine($"{Path.GetFileName(changed)} without {string.Join(", ", calls)}: status {result.Status}");
        }
        Assert.InRange(compared, 10, 20);
    }

    [Theory]
    [InlineData("OLD and NEW are missing: jailer profile diff shipped /etc/kiln/profiles", "shipped")]
    [InlineData("'nothing' is no directory of profiles, no file with a filter set and no pid; for the shipped profiles say shipped", "shipped", "nothing")]
    [InlineData("/proc/self/comm is no filter set: it is not a filter set, or it is truncated; make one with 'jailer profile compile'", "shipped", "/proc/self/comm")]
    [InlineData("there is no option '--frob'; see jailer profile diff --help", "--frob")]
    public void WhatCannotBeComparedIsNeverTakenForStricter(string message, params string[] arguments) =>
        Assert.Equal(new ProgramResult(3, "", $"jailer: {message}\n"), Run(arguments));

    private static ProgramResult Run(params string[] arguments) => RunningProgram.Run(Artifacts.Jailer, ["profile", "diff", .. arguments]);
}
