using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
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
        JsonElement setup = document.RootElement.EnumerateArray().Single(thread => thread.GetProperty("thread").GetString() == "setup");
        JsonElement change = Assert.Single(setup.GetProperty("changes").EnumerateArray());
        Assert.Equal(("wider", "listen", ""), (change.GetProperty("kind").GetString(), change.GetProperty("call").GetString(), change.GetProperty("arguments").GetString()));
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
                document.RootElement.EnumerateArray().SelectMany(thread => thread.GetProperty("changes").EnumerateArray()),
                change => Assert.All(change.GetProperty("call").GetString()!.Split(", "), call => Assert.Contains(call, calls)));
            output.WriteLine($"{Path.GetFileName(changed)} without {string.Join(", ", calls)}: status {result.Status}");
        }
        Assert.InRange(compared, 10, 20);
    }

    [Theory]
    [InlineData("OLD and NEW are missing: jailer profile diff shipped /etc/kiln/profiles", "shipped")]
    [InlineData("'nothing' is no directory of profiles, no file with a filter set and no pid; for the shipped profiles say shipped", "shipped", "nothing")]
    [InlineData("/etc/hostname is no filter set: it is not a filter set, or it is truncated; make one with 'jailer profile compile'", "shipped", "/etc/hostname")]
    [InlineData("there is no option '--frob'; see jailer profile diff --help", "--frob")]
    public void WhatCannotBeComparedIsNeverTakenForStricter(string message, params string[] arguments) =>
        Assert.Equal(new ProgramResult(3, "", $"jailer: {message}\n"), Run(arguments));

    private static ProgramResult Run(params string[] arguments) => RunningProgram.Run(Artifacts.Jailer, ["profile", "diff", .. arguments]);
}
