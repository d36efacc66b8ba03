using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Interruptions;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>
/// The vmm thread is stuck in the middle of its work, as it would be with a disk that does not respond. Requests that do not need it get
/// responses, the others wait for their turn, and a signal still ends the monitor.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class HeldMonitorTests
{
    private const int Requests = 50;

    private const string Pause = """{"state": "Paused"}""";

    // A response takes less than a millisecond, or never comes.
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(1);

    [Fact]
    public void WhatIsKnownIsAnsweredAndActionsWaitTheirTurn()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");
        using ApiClient first = new(jail.Socket);
        using ApiClient second = new(jail.Socket);
        using ApiClient asking = new(jail.Socket);
        using (PlantedWait wait = new(jail.Process, "vmm"))
        {
            first.Send("PATCH", "/vm", Pause);
            first.Send("GET", "/");
            second.Send("PATCH", "/vm", """{"state": "Resumed"}""");
            second.Send("PATCH", "/vm", Pause);
            foreach (string path in (string[])["/", "/version", "/openapi.yaml", "/vm/config", "/machine-config", "/metrics"])
            {
                TimeSpan median = MedianOf(asking, path);
                TestContext.Current.TestOutputHelper?.WriteLine($"{path}: {median.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture)} us");
                Assert.True(median < _bound, $"GET {path} took {median}");
            }
            Assert.Equal("Running", asking.Request("GET", "/")["state"]);
            Assert.Equal("Running", jail.Request("GET", "/")["state"]);
            Assert.Equal(0, first.Socket.Available + second.Socket.Available);
            wait.End();
        }

        Assert.Equal(204, first.Receive().Status);
        Assert.Contains(first.Receive()["state"], (string[])["Paused", "Running"]);
        Assert.Equal((204, 204), (second.Receive().Status, second.Receive().Status));
        Assert.Equal("Paused", asking.Request("GET", "/")["state"]);
    }

    [Fact]
    public void AClientThatGoesMeanwhileLeavesNothing()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");
        int before = jail.Process.Descriptors.Count;
        using (PlantedWait wait = new(jail.Process, "vmm"))
        {
            for (int client = 0; client < 9; client++)
            {
                using ApiClient gone = new(jail.Socket);
                gone.Send("PATCH", "/vm", Pause);
            }
            Assert.True(SpinWait.SpinUntil(() => jail.Log.Split("on \"/vm\"").Length > 9, TimeSpan.FromSeconds(10)));
            Assert.True(SpinWait.SpinUntil(() => jail.Process.Descriptors.Count <= before, TimeSpan.FromSeconds(10)));
            Assert.Equal("Running", jail.Request("GET", "/")["state"]);
            wait.End();
        }

        Assert.True(SpinWait.SpinUntil(() => jail.Request("GET", "/")["state"] == "Paused", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void TenWhoseActionsAreUnderWayGiveWayToNobody()
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");
        ApiClient[] ten = [.. Enumerable.Range(0, 10).Select(_ => new ApiClient(jail.Socket))];
        using (PlantedWait wait = new(jail.Process, "vmm"))
        {
            Array.ForEach(ten, client => client.Send("PATCH", "/vm", Pause));
            Assert.True(SpinWait.SpinUntil(() => jail.Log.Split("on \"/vm\"").Length > 10, TimeSpan.FromSeconds(10)));

            using ApiClient eleventh = new(jail.Socket);

            Assert.Equal(new Answer(503, """{ "error": "Too many open connections" }"""), eleventh.Receive());
            wait.End();
        }

        Assert.All(ten, client => Assert.Equal(204, client.Receive().Status));
        Assert.Equal("Paused", jail.Request("GET", "/")["state"]);
        Array.ForEach(ten, client => client.Dispose());
    }

    [Theory]
    [InlineData(Signum.SIGTERM, 143)]
    [InlineData(Signum.SIGINT, 130)]
    [InlineData(Signum.SIGQUIT, 131)]
    [InlineData(Signum.SIGHUP, 156)]
    [InlineData(Signum.SIGXCPU, 154)]
    public void ASignalEndsItAllTheSame(Signum signal, int status)
    {
        using ApiJail jail = new();
        jail.StartGuest("spin", "spinning");
        using PlantedWait wait = new(jail.Process, "vmm");
        using ApiClient client = new(jail.Socket);
        client.Send("PATCH", "/vm", Pause);
        Stopwatch since = Stopwatch.StartNew();

        Syscall.kill(jail.Program.Id, signal);
        ProgramResult result = jail.Program.WaitForEnd();

        TestContext.Current.TestOutputHelper?.WriteLine($"ended after {since.Elapsed}");
        Assert.Equal(status, result.Status);
        Assert.InRange(since.Elapsed.TotalSeconds, 1.9, 10);
        string line = $"the vmm thread did not act on signal {(int)signal} within 2 s; the process ends at once, and the guest with it";
        Assert.Equal($"vmm: {line}\n", result.Error);
        Assert.EndsWith($"{line}\n", jail.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTerminalIsGivenBack()
    {
        Requires.Kvm();
        string folder = Directory.CreateTempSubdirectory("kiln-held-").FullName;
        try
        {
            string configuration = Path.Combine(folder, "vm.json");
            File.WriteAllText(configuration, $$$"""{"boot-source": {"kernel_image_path": "{{{Artifacts.Guest("spin")}}}"}}""");
            string command = $"stty -g >{folder}/before; {Artifacts.Vmm} --api-sock {folder}/api.sock --config-file {configuration} --level Off;"
                + $" echo $? >{folder}/status; stty -g >{folder}/after";
            using RunningProgram program = RunningProgram.Start("script", "-qec", command, "/dev/null");
            program.WaitForOutput("spinning");
            ProcessView monitor = MonitorOf(folder);
            Assert.NotEqual(File.ReadAllText($"{folder}/before"), RunningProgram.Run("stty", "-F", monitor.Descriptors[0], "-g").Output);
            using PlantedWait wait = new(monitor, "vmm");

            Syscall.kill(int.Parse(monitor.StatusOf("Pid"), CultureInfo.InvariantCulture), Signum.SIGTERM);
            program.WaitForEnd();

            Assert.Equal("143\n", File.ReadAllText($"{folder}/status"));
            Assert.Equal(File.ReadAllText($"{folder}/before"), File.ReadAllText($"{folder}/after"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TimeSpan MedianOf(ApiClient client, string path)
    {
        List<TimeSpan> times = [];
        for (int request = 0; request < Requests; request++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(200, client.Request("GET", path).Status);
            times.Add(Stopwatch.GetElapsedTime(start));
        }
        times.Sort();
        return times[Requests / 2];
    }

    private static ProcessView MonitorOf(string folder) => new(Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out int id) ? id : 0)
        .Single(id => id > 0 && CommandLineOf(id).StartsWith($"{Artifacts.Vmm}\0", StringComparison.Ordinal)
            && CommandLineOf(id).Contains(folder, StringComparison.Ordinal)));

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
