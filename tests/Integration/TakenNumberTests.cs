using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>
/// A descriptor that the caller has open where the monitor puts its own is refused before anything lies there. Else a shell's pipe, which is
/// /dev/fd/63, would be the monitor's own metrics when it reads it as its configuration.
/// </summary>
public sealed class TakenNumberTests : IDisposable
{
    private const string Refusal =
        "is open, and the monitor keeps 43 to 63 for files of its own: close it, and give what a shell's <(...) would by a file, or by standard input "
        + "(--config-file -)\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-taken-").FullName;

    private string Configuration => Path.Combine(_folder, "vm.json");

    private static string Monitor => $"{Artifacts.Vmm} --no-api --level Off --config-file";

    public TakenNumberTests() =>
        File.WriteAllText(Configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AShellsPipeIsRefusedWithACure() =>
        Assert.Equal(new ProgramResult(153, "", $"vmm: descriptor 63 {Refusal}"), RunningProgram.Run("bash", "-c", $"{Monitor} <(cat {Configuration})"));

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

    [Fact]
    public void OthersAreTheCallersBusiness()
    {
        Requires.Kvm();

        Assert.Equal(0, RunningProgram.Run("bash", "-c", $"exec 42</dev/null 64</dev/null 3</dev/null; {Monitor} {Configuration}").Status);
    }
}
