using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>The jailer's log, from the first step to the last or to the failure.</summary>
public sealed class LogOptionTests : IDisposable
{
    private readonly TestJail _jail;
    private readonly string _log;

    public LogOptionTests()
    {
        Requires.RootAndKvm();
        _jail = new TestJail();
        _jail.StageGuest("shutdown");
        _log = Path.Combine(_jail.BaseDirectory, "log");
    }

    [Fact]
    public void AFileGetsALineForEveryStepOfThePlan()
    {
        string[] plan = _jail.Run("--dry-run").Output.TrimEnd('\n').Split('\n');

        ProgramResult result = _jail.Run("--log-file", _log);

        string[] lines = File.ReadAllLines(_log);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal(plan.Length, lines.Length);
        Assert.All(lines, line => Assert.Matches($@"^\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z \[{_jail.Id}\] info: [a-z ]+: .", line));
        Assert.Contains("make devices: make /dev/net/tun 10:200", lines.Single(line => line.Contains("make devices", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(0, Syscall.stat(_log, out Stat status));
        Assert.Equal(0x180u, (uint)status.st_mode & 0xFFF);
    }

    [Fact]
    public void JsonIsAnObjectALine()
    {
        Assert.Equal(0, _jail.Run("--log-file", _log, "--log-format", "json").Status);

        foreach (string line in File.ReadAllLines(_log))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            Assert.Equal(["time", "level", "id", "step", "message"], entry.RootElement.EnumerateObject().Select(field => field.Name));
            Assert.Equal(("info", _jail.Id), (entry.RootElement.GetProperty("level").GetString(), entry.RootElement.GetProperty("id").GetString()));
        }
    }

    [Fact]
    public void AFailureIsInTheFileWithItsStepAndOnStandardErrorForAPerson()
    {
        Directory.CreateDirectory(Path.Combine(_jail.Root, "dev"));
        File.WriteAllText(Path.Combine(_jail.Root, "dev/kvm"), "planted");

        ProgramResult result = _jail.Run("--log-file", _log, "--log-format", "json");

        using JsonDocument last = JsonDocument.Parse(File.ReadAllLines(_log)[^1]);
        Assert.Equal("error", last.RootElement.GetProperty("level").GetString());
        Assert.Equal("make devices", last.RootElement.GetProperty("step").GetString());
        Assert.Equal($"jailer: {last.RootElement.GetProperty("message").GetString()}\n", result.Error);
        Assert.Equal(1, result.Status);
    }

    [Fact]
    public void AnErrorOfTheKernelsIsNamedWithItsStepPathAndCure()
    {
        // A file system that is full before the copy is whole.
        string command = $"mount -t tmpfs -o size=1m none {_jail.BaseDirectory} && exec {Artifacts.Jailer} {string.Join(' ', _jail.JailerArguments)} --log-format json";

        ProgramResult result = RunningProgram.Run("unshare", "-m", "sh", "-c", command);

        using JsonDocument entry = JsonDocument.Parse(result.Error);
        Assert.Equal("ENOSPC", entry.RootElement.GetProperty("errno").GetString());
        Assert.Equal("copy exec file", entry.RootElement.GetProperty("step").GetString());
        Assert.Matches("^copy exec file: .*/vmm: ENOSPC: No space left on device \\(os error 28\\); free space", entry.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void StepsAreToldOnStandardErrorWhenAskedFor()
    {
        ProgramResult result = _jail.Run("--log-level", "info");

        Assert.StartsWith("jailer: set the umask to 022\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.Status);
    }

    [Theory]
    [InlineData("--log-format", "xml", "it is text or json")]
    [InlineData("--log-level", "debug", "it is error, warning or info")]
    [InlineData("--log-file", "/nowhere/log", "cannot be opened: ENOENT")]
    [InlineData("--log-file", "", "--log-file is empty")]
    public void AWrongOptionIsRefused(string option, string value, string reason)
    {
        ProgramResult result = _jail.Run(option, value);

        Assert.Equal(1, result.Status);
        Assert.Matches("^jailer: .*\n$", result.Error);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkInTheLogsPlaceIsNotWrittenThrough()
    {
        string target = Path.Combine(_jail.BaseDirectory, "precious");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(_log, target);

        Assert.Contains("ELOOP", _jail.Run("--log-file", _log).Error, StringComparison.Ordinal);

        Assert.Equal("precious", File.ReadAllText(target));
    }

    public void Dispose() => _jail.Dispose();
}
