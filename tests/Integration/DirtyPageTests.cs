using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Tracking of dirty pages, asked for in each of the ways that there are, is what the kernel is asked for.</summary>
public sealed class DirtyPageTests : IDisposable
{
    private const string Logged = "flags=KVM_MEM_LOG_DIRTY_PAGES";

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-dirty-").FullName;

    private string Trace => Path.Combine(_folder, "trace");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "flags=0")]
    [InlineData(", \"track_dirty_pages\": false", "flags=0")]
    [InlineData(", \"track_dirty_pages\": true", Logged)]
    public void AFileTurnsTheKernelsLogOn(string field, string flags)
    {
        Requires.RootAndKvm();
        string file = Path.Combine(_folder, "vm.json");
        File.WriteAllText(
            file,
            $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("print")}}}"}, "machine-config": {"vcpu_count": 1, "mem_size_mib": 3200{{{field}}}}}""");

        using RunningProgram program = Start("--no-api", "--config-file", file);

        AssertGuest(program, flags);
    }

    [Theory]
    [InlineData("PUT", """{"vcpu_count": 1, "mem_size_mib": 3200, "track_dirty_pages": true}""", Logged)]
    [InlineData("PATCH", """{"mem_size_mib": 3200, "track_dirty_pages": true}""", Logged)]
    [InlineData("PATCH", """{"mem_size_mib": 3200}""", "flags=0")]
    public void ARequestTurnsTheKernelsLogOn(string method, string machine, string flags)
    {
        Requires.RootAndKvm();
        string path = Path.Combine(_folder, "api.sock");
        using RunningProgram program = Start("--api-sock", path);
        program.WaitForOutput("API server started.");
        using ApiClient client = new(path);

        Assert.Equal(204, client.Request(method, "/machine-config", machine).Status);
        Assert.Contains(
            $"\"track_dirty_pages\":{(flags == Logged ? "true" : "false")}", client.Request("GET", "/machine-config").Body, StringComparison.Ordinal);
        Assert.Equal(204, client.Request("PUT", "/boot-source", $$"""{"kernel_image_path": "{{Artifacts.Guest("print")}}"}""").Status);
        Assert.Equal(204, client.Request("PUT", "/actions", """{"action_type": "InstanceStart"}""").Status);

        AssertGuest(program, flags);
    }

    private RunningProgram Start(params string[] arguments) =>
        RunningProgram.Start("strace", ["-f", "-o", Trace, "-e", "trace=ioctl", Artifacts.Vmm, .. arguments]);

    // It runs as any other, and each of its two ranges of memory is logged or not.
    private void AssertGuest(RunningProgram program, string flags)
    {
        ProgramResult result = program.WaitForEnd();
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
        string[] slots = [.. File.ReadLines(Trace).Where(line => line.Contains("KVM_SET_USER_MEMORY_REGION", StringComparison.Ordinal))];
        Assert.Equal(2, slots.Length);
        Assert.All(slots, slot => Assert.Contains(flags + ",", slot, StringComparison.Ordinal));
    }
}
