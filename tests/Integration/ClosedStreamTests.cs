using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A monitor whose caller has closed its standard streams opens them on /dev/null: no file of its own gets their numbers, and what is written there.</summary>
public sealed class ClosedStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-closed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheyLeadNowhere()
    {
        Requires.Kvm();
        string socket = Path.Combine(_folder, "api.sock");

        using RunningProgram program = RunningProgram.Start("bash", "-c", $"exec {Artifacts.Vmm} --api-sock {socket} <&- >&- 2>&-");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(socket), TimeSpan.FromSeconds(20)));
        ProcessView process = new(program.Id);

        Assert.All((int[])[0, 1, 2], number => Assert.Equal("/dev/null", process.FileAt(number)));
        using ApiClient client = new(socket);
        Assert.Equal(200, client.Request("GET", "/").Status);
    }
}
