using System.IO;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Log and metrics are readable as the umask allows, for tools that collect them; the guest's output is private to its owner.</summary>
public sealed class OutputModeTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Readable = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Everybody = Readable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-modes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void InAJailEverybodyReadsLogsAndMetrics()
    {
        using ApiJail jail = new();
        jail.Do("PUT", "/logger", """{"log_path": "second.log"}""");
        jail.Do("PUT", "/serial", """{"serial_out_path": "console"}""");
        jail.StartGuest("print");
        Assert.Equal(0, jail.Program.WaitForEnd().Status);

        Assert.Equal(Readable, File.GetUnixFileMode(jail.PathOf("vmm.log")));
        Assert.Equal(Readable, File.GetUnixFileMode(jail.PathOf("second.log")));
        Assert.Equal(Readable, File.GetUnixFileMode(jail.PathOf("vmm.metrics")));
        Assert.Equal(Owner, File.GetUnixFileMode(jail.PathOf("console")));
    }

    [Theory]
    [InlineData("077", Owner)]
    [InlineData("022", Readable)]
    [InlineData("000", Everybody)]
    public void OutsideTheUmaskSays(string umask, UnixFileMode mode)
    {
        Requires.Kvm();
        string configuration = Path.Combine(_folder, "vm.json");
        File.WriteAllText(configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""");
        string log = Path.Combine(_folder, "log");
        string metrics = Path.Combine(_folder, "metrics");

        ProgramResult result = RunningProgram.Run(
            "/bin/sh",
            "-c",
            $"umask {umask}; exec {Artifacts.Vmm} --no-api --config-file {configuration} --log-path {log} --metrics-path {metrics}");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal((mode, mode), (File.GetUnixFileMode(log), File.GetUnixFileMode(metrics)));
    }
}
