using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>What a start of the jailer does not need costs it no page.</summary>
public sealed class StartPageTests(ITestOutputHelper output) : IDisposable
{
    private const int Runs = 5;

    // A start takes some 195; with the profile commands in the file of the jailer itself it took 540.
    private const int Most = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-start-pages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AStartTouchesFewPages()
    {
        Requires.RootAndKvm();
        string program = Path.Combine(_folder, "vmm");
        ForeignPrograms.WriteStranger(program);
        using TestJail jail = new(program);
        long own = MinorFaults.Of(program);

        long[] faults = [.. Enumerable.Range(0, Runs).Select(_ => MinorFaults.Of([Artifacts.Jailer, .. jail.JailerArguments, "--no-seccomp"]) - own)];

        output.WriteLine($"{string.Join(", ", faults)}, and {own} of the program");
        Assert.All(faults, count => Assert.InRange(count, 1, Most));
    }
}
