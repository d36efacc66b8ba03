using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.CommandLine;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A file that is called as Firecracker's is answers as Firecracker does, wherever its clients look; every other answers as Kiln.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string FirecrackersVersions = $"Firecracker v{KilnVersion.ApiLevel}\n{KilnVersion.Text}\n";
    private const string KilnsVersion = $"{KilnVersion.Text}\n";

    // Longer than a start takes on any machine.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-identity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("firecracker", FirecrackersVersions)]
    [InlineData("firecracker-v1.17.0-x86_64", FirecrackersVersions)]
    [InlineData("firecracker-", FirecrackersVersions)]
    [InlineData("firecrackers", KilnsVersion)]
    [InlineData("Firecracker", KilnsVersion)]
    [InlineData("my-firecracker", KilnsVersion)]
    [InlineData("vmm", KilnsVersion)]
    public void TheFilesNameDecides(string name, string versions)
    {
        string link = Path.Combine(_folder, name);
        File.CreateSymbolicLink(link, Artifacts.Vmm);

        Assert.Equal(new ProgramResult(0, versions, ""), RunningProgram.Run(link, "--version"));
    }

    [Fact]
    public void TheFirstArgumentDoesNot() =>
        Assert.Equal(new ProgramResult(0, KilnsVersion, ""), RunningProgram.Run("bash", "-c", $"exec -a firecracker {Artifacts.Vmm} --version"));

    [Fact]
    public void ADescriptorIsNoName()
    {
        string copy = Copy("firecracker");

        Assert.Equal(new ProgramResult(0, KilnsVersion, ""), RunningProgram.Run("bash", "-c", $"exec 9<{copy}; exec /proc/self/fd/9 --version"));
    }

    [Theory]
    [InlineData("firecracker", "Firecracker", KilnVersion.ApiLevel, "firecracker", "main", "fc_api", "fc_vcpu 0")]
    [InlineData("kiln-vmm", "Kiln", KilnVersion.Number, "vmm", "vmm", "api", "vcpu 0")]
    public void EveryAnswerHasTheName(string file, string name, string version, string process, string first, string api, string processor)
    {
        Requires.RootAndKvm();
        using TestJail jail = new(Copy(file));
        jail.StageGuest("spin");
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Jailer,
            [.. jail.JailerArguments, "--", "--api-sock", "api.sock", "--config-file", "vm.json", "--log-path", "vmm.log", "--show-log-origin"]);
        program.WaitForOutput("spinning");
        string socket = jail.PathOf("api.sock");

        ProgramResult answer = RunningProgram.Run("curl", "--silent", "--include", "--unix-socket", socket, "http://kiln/");
        string versions = RunningProgram.Run("curl", "--silent", "--unix-socket", socket, "http://kiln/version").Output;
        ProcessView view = new(program.Id);
        string[] threads = [.. view.Threads.Select(view.NameOf)];
        ProgramResult attested = RunningProgram.Run(Artifacts.Jailer, "profile", "attest", $"{program.Id}");
        _ = Syscall.kill(program.Id, Signum.SIGTERM);
        _ = program.WaitForEnd();
        string log = File.ReadAllText(jail.PathOf("vmm.log"));

        Assert.Contains($"\nServer: {name} API\r\n", answer.Output.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        JsonElement instance = JsonDocument.Parse(answer.Output[answer.Output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        Assert.Equal((name, version), (instance.GetProperty("app_name").GetString(), instance.GetProperty("vmm_version").GetString()));
        Assert.Equal($$"""{"firecracker_version":"{{KilnVersion.ApiLevel}}"}""", versions.TrimEnd());
        Assert.Equal(process, threads[0]);
        Assert.Contains(api, threads);
        Assert.Contains(processor, threads);
        Assert.Equal((0, ""), (attested.Status, attested.Error));
        Assert.StartsWith($"process {program.Id}: ok", attested.Output, StringComparison.Ordinal);
        Assert.Matches($@"^\S+ \[{jail.Id}:{first}\b[^\]]*\] Running {name} v{version}\n", log);
        Assert.EndsWith($"] {name} exiting with error. exit_code=143\n", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("firecracker", "Firecracker")]
    [InlineData("vmm", "Kiln")]
    public void WithoutALogFileTheEndIsToldOnStandardOutput(string file, string name)
    {
        Requires.Kvm();
        string configuration = Path.Combine(_folder, "vm.json");
        File.WriteAllText(configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("shutdown")}}}"}}""");

        ProgramResult result = RunningProgram.Run(Copy(file), "--no-api", "--config-file", configuration);

        Assert.Contains($"] {name} exiting successfully. exit_code=0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UnjailedItIsAttestedToo()
    {
        Requires.RootAndKvm();
        string configuration = Path.Combine(_folder, "vm.json");
        File.WriteAllText(configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("spin")}}}"}}""");
        using RunningProgram program = RunningProgram.Start(
            Copy("firecracker"), "--api-sock", Path.Combine(_folder, "api.sock"), "--config-file", configuration, "--level", "Off");
        program.WaitForOutput("spinning");

        ProgramResult attested = RunningProgram.Run(Artifacts.Jailer, "profile", "attest", "--without-jailer", $"{program.Id}");

        Assert.Equal((0, ""), (attested.Status, attested.Error));
    }

    // A violation's line is one that `why` understands under either name.
    [Fact]
    public void AViolationIsExplained()
    {
        Requires.RootAndKvm();
        using TestJail jail = new(Copy("firecracker"));
        jail.StageGuest("spin");
        using RunningProgram program = jail.StartSpinning();
        ProcessView view = new(program.Id);
        int thread = view.Threads.Single(candidate => view.NameOf(candidate) == "fc_vcpu 0");

        _ = RunningProgram.Run(Artifacts.Probe, "inject", $"{thread}", "41");

        ProgramResult result = program.WaitForEnd(_patience);
        Assert.Equal(148, result.Status);
        Assert.StartsWith("vmm: thread \"fc_vcpu 0\" (", result.Error, StringComparison.Ordinal);
        Assert.Contains("socket", RunningProgram.Run(Artifacts.Jailer, "profile", "why", result.Error.TrimEnd()).Output, StringComparison.Ordinal);
    }

    private string Copy(string name) => ProgramCopy.Create(Artifacts.Vmm, Path.Combine(_folder, name));
}
