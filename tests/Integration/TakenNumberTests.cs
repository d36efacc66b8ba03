using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>
/// A descriptor that the caller has open at one of the monitor's own numbers is refused before anything is placed there. Otherwise a shell's pipe,
/// /dev/fd/63, would be the monitor's own metrics when it reads its configuration from it.
/// </summary>
public sealed class TakenNumberTests : IDisposable
{
    private const string Refusal =
        "is open, and the monitor keeps 39 to 63 for files of its own: close it, and give what a shell's <(...) would by a file, or by standard input "
        + "(--config-file -)\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-taken-").FullName;

    private string Configuration => Path.Combine(_folder, "vm.json");

    private static string Monitor => $"{Artifacts.Vmm} --no-api --level Off --config-file";

    public TakenNumberTests() =>
        File.WriteAllText(Configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AShellsPipeIsRefusedWithACure() =>
        Assert.Equal(new ProgramResult(153, "", $"vmm: descriptor 63 {Refusal}"), RunningProgram.Run("bash", "-c", $"{Monitor} <(cat {Configuration} 2>{_folder}/broken-pipe)"));

    [Fact]
    public void SoIsADrivesNumber() =>
        Assert.Equal(new ProgramResult(153, "", $"vmm: descriptor 50 {Refusal}"), RunningProgram.Run("bash", "-c", $"exec 50</dev/null; {Monitor} {Configuration}"));

    [Fact]
    public void TheCureHelps()
    {
        Requires.Kvm();

        ProgramResult result = RunningProgram.Run("bash", "-c", $"cat {Configuration} | {Monitor} -");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNumberThatIsGivenForEventsMayBeOneOfThem()
    {
        Requires.Kvm();
        string events = Path.Combine(_folder, "events");

        ProgramResult result = RunningProgram.Run("bash", "-c", $"exec 62>{events}; {Monitor} {Configuration} --events-fd 62");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("\"stopped\"", File.ReadAllText(events), StringComparison.Ordinal);
    }

    // It may be there to hold a lock, or a pipe's end, for as long as the monitor lives.
    [Fact]
    public void WhatLiesAtAnEventfdsNumberIsMovedAndStaysOpen()
    {
        Requires.Kvm();
        File.WriteAllText(Configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("spin")}}}"}}""");
        string held = Path.Combine(_folder, "held");
        File.WriteAllText(held, "");

        using RunningProgram program = RunningProgram.Start("bash", ["-c", $"exec 96<{held} 170<{held}; exec {Monitor} {Configuration}"]);
        program.WaitForOutput("spinning");
        IReadOnlyDictionary<int, string> open = new ProcessView(program.Id).Descriptors;

        Assert.Equal([176, 177], open.Where(pair => pair.Value == held).Select(pair => pair.Key).Order());
        Assert.Contains("[eventfd]", open[96], StringComparison.Ordinal);
        Assert.Equal("/", open[170]);
    }

    [Fact]
    public void OthersAreTheCallersBusiness()
    {
        Requires.Kvm();

        Assert.Equal(0, RunningProgram.Run("bash", "-c", $"exec 38</dev/null 64</dev/null 255</dev/null 256</dev/null 3</dev/null; {Monitor} {Configuration}").Status);
    }
}
