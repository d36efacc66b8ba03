using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>The files of log, metrics and console are renamed while a jailed guest runs, as programs that rotate logs do it.</summary>
public sealed class RotationTests
{
    private const string Reopen = """{"action_type": "ReopenOutputs"}""";
    private const string Flush = """{"action_type": "FlushMetrics"}""";

    // What the guest writes before the number of a line.
    private const string Round = "state: round ";

    private static readonly string[] _files = ["vmm.log", "vmm.metrics", "console"];

    [Fact]
    public void RenamedFilesGetNoMoreAndTheirNamesAreThereAgain()
    {
        using ApiJail jail = new();
        jail.Do("PUT", "/serial", """{"serial_out_path": "console"}""");
        jail.StartGuest("state", words: "rounds=1000000 iterations=1000");
        for (int round = 0; round < 5; round++)
        {
            jail.Do("PUT", "/actions", Flush);
            Assert.True(SpinWait.SpinUntil(() => LengthOf(jail, "console") > 0, TimeSpan.FromSeconds(20)), "the guest wrote nothing");
            foreach (string file in _files)
            {
                File.Move(jail.PathOf(file), jail.PathOf($"{file}.{round}"));
            }
            jail.Do("PUT", "/actions", Reopen);
            long[] lengths = [.. _files.Select(file => LengthOf(jail, $"{file}.{round}"))];
            jail.Do("PUT", "/actions", Flush);
            Assert.All(lengths, length => Assert.NotEqual(0, length));
            Assert.Equal(lengths, _files.Select(file => LengthOf(jail, $"{file}.{round}")));
        }
        Assert.False(jail.Program.HasEnded);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(jail.PathOf("console")));
        AssertCounted(string.Concat(Enumerable.Range(0, 5).Select(round => File.ReadAllText(jail.PathOf($"console.{round}")))));
    }

    [Fact]
    public void AFileThatCannotBeOpenedAgainIsNamedAndTheOthersAre()
    {
        using ApiJail jail = new();
        File.Move(jail.PathOf("vmm.log"), jail.PathOf("log.1"));
        File.Move(jail.PathOf("vmm.metrics"), jail.PathOf("metrics.1"));
        Directory.CreateDirectory(jail.PathOf("vmm.log"));

        Answer refusal = jail.Request("PUT", "/actions", Reopen);

        Assert.Equal(400, refusal.Status);
        Assert.Equal(
            "Internal VMM error: vmm.log cannot be opened again: EISDIR: Is a directory (os error 21); the file opened before is still written",
            refusal["fault_message"]);
        Assert.True(File.Exists(jail.PathOf("vmm.metrics")));
    }

    private static long LengthOf(ApiJail jail, string file) => new FileInfo(jail.PathOf(file)) is { Exists: true, Length: var length } ? length : 0;

    // The guest numbers its lines, of which the last may be a part.
    private static void AssertCounted(string console)
    {
        int[] numbers =
        [
            .. console.Split('\n')[..^1].Where(line => line.Contains(Round, StringComparison.Ordinal))
                .Select(line => int.Parse(line.Split(Round)[1].Split(' ')[0], CultureInfo.InvariantCulture)),
        ];
        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
    }
}
