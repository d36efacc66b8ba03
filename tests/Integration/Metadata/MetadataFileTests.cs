using System.IO;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Metadata;

/// <summary>Metadata of <c>--metadata</c>, in a jail.</summary>
public sealed class MetadataFileTests
{
    [Fact]
    public void AFileOfTheJailIsReadBeforeTheApiServes()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");
        jail.Stage("data.json", Encoding.UTF8.GetBytes(""" {"b": 1, "a": "ü"} """));

        (ProgramResult result, string log) = jail.RunLogged("--metadata", "data.json");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("Successfully added metadata to mmds from file", log, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDataAreThoseOfTheFile()
    {
        string file = Path.GetTempFileName();
        string socket = $"{file}.sock";
        File.WriteAllText(file, """ {"b": 1, "a": "ü"} """);
        using RunningProgram monitor = RunningProgram.Start(Artifacts.Vmm, ["--api-sock", socket, "--metadata", file, "--level", "Off"]);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket), TimeSpan.FromSeconds(20)), monitor.Error);
        using ApiClient client = new(socket);

        Assert.Equal(new Answer(200, """{"a":"ü","b":1}"""), client.Request("GET", "/mmds"));
        File.Delete(file);
        File.Delete(socket);
    }

    [Theory]
    [InlineData("{\"a\": 1", "vmm: MMDS error: metadata provided not valid json: EOF while parsing an object at line 1 column 7; check --metadata\n")]
    [InlineData("[1]2", "vmm: MMDS error: metadata provided not valid json: trailing characters at line 1 column 4; check --metadata\n")]
    [InlineData("[1,2,3,4,5,6,7,8,9,0]",
        "vmm: Failed to build MicroVM: Populating MMDS from file failed: The MMDS patch request doesn't fit. Check --metadata and --mmds-size-limit\n")]
    [InlineData(null, "vmm: Unable to open or read from the mmds content file: cannot open the metadata file data.json: ENOENT: No such file or directory (os error 2); check --metadata\n")]
    public void AFileThatIsWrongEndsTheMonitor(string? data, string error)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageGuest("print");
        if (data is not null)
        {
            jail.Stage("data.json", Encoding.UTF8.GetBytes(data));
        }

        ProgramResult result = jail.RunMonitorWith("--metadata", "data.json", "--mmds-size-limit", "20");

        Assert.Equal((1, error), (result.Status, result.Error));
    }
}
