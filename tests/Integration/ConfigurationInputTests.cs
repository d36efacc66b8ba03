using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A configuration by file and by standard input, run and checked.</summary>
public sealed class ConfigurationInputTests : IDisposable
{
    private const string Absent = """{"boot-source": {"kernel_image_path": "/no/such/kernel"}}""";
    private const string Wrong = """
        {
          "boot-source": {"kernel_image_path": "kernel"},
          "machine-config": {"vcpu_count": 33, "mem_size_mib": 128}
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-configuration-").FullName;

    [Fact]
    public void AGuestStartsFromStandardInput()
    {
        Requires.Kvm();
        string configuration = $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}}""";

        ProgramResult result = Run(configuration, "--no-api", "--level", "Off", "--config-file", "-");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckNeedsNeitherKvmNorTheFilesThatAreNamed()
    {
        string file = Path.Combine(_folder, "vm.json");
        File.WriteAllText(file, Absent);

        ProgramResult result = RunningProgram.Run("strace", "-f", "-e", "trace=openat,open", Artifacts.Vmm, "check-config", file);

        Assert.Equal((0, $"{file}: no mistake found\n"), (result.Status, result.Output));
        Assert.Contains("vm.json", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("/dev/kvm", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("/no/such/kernel", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Absent, 0, "standard input: no mistake found\n", "")]
    [InlineData(Wrong, 1, "", "vmm: standard input:3:21: Machine config error: ")]
    [InlineData("{", 1, "", "vmm: standard input:1:2: ")]
    [InlineData("", 1, "", "vmm: standard input:1:1: ")]
    public void ACheckOfStandardInputNamesThePlace(string configuration, int status, string output, string error)
    {
        ProgramResult result = Run(configuration, "check-config", "-");

        Assert.Equal((status, output), (result.Status, result.Output));
        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
        Assert.Equal(status, result.Error.Split('\n').Length - 1);
    }

    [Theory]
    [InlineData()]
    [InlineData("one", "two")]
    [InlineData("--frob")]
    public void ACheckNeedsOneFile(params string[] operands)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, ["check-config", .. operands]);

        Assert.Equal((153, ""), (result.Status, result.Output));
        Assert.StartsWith("vmm: ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ProgramResult Run(string input, params string[] arguments)
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Vmm, arguments);
        program.Type(input);
        program.EndInput();
        return program.WaitForEnd();
    }
}
