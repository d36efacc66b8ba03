using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>A jailer whose monitor runs in a child ends when the monitor serves, or with its line and its status.</summary>
public sealed class ReadinessTests
{
    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void WhenTheJailerEndsTheApiIsThere(params string[] mode)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();

        using DetachedMonitor monitor = jail.StartDetached(mode, ["--api-sock", "api.sock"]);

        using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(jail.PathOf("api.sock")));
        Assert.False(monitor.HasEnded);
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void AGuestOfAConfigurationFileRuns(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();

        using DetachedMonitor monitor = jail.StartDetached(
            mode, ["--api-sock", "api.sock", "--config-file", "vm.json", "--level", "Off", "--events-path", "events"]);

        Assert.Equal(["starting", "started"], EventsIn(File.ReadAllLines(jail.PathOf("events"))));
        using ApiClient api = new(jail.PathOf("api.sock"));
        Assert.Equal("Running", api.Request("GET", "/", "")["state"]);
    }

    [Theory]
    [InlineData("--daemonize")]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void AMonitorThatDoesNotStartHasItsLineShownOnce(params string[] mode)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        jail.StageConfiguration("{");

        Assert.Equal(
            (1, "vmm: Failed to build MicroVM from Json: Configuration for VMM from one single json failed: vm.json:1:2: EOF while parsing an object\n"),
            Run(jail, mode, [.. TestJail.MonitorArguments]));
        Assert.Equal((153, "vmm: there is no option '--frob'; see vmm --help\n"), Run(jail, mode, "--frob"));
        Assert.Equal((0, ""), Run(jail, ["--daemonize"], "--version"));
    }

    // Its program does not fit into the address space: the kernel kills it before it can say anything.
    [Fact]
    public void AMonitorThatIsKilledLeavesItsSignal()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();

        Assert.Equal((139, ""), Run(jail, ["--daemonize", "--resource-limit", "as=2000000"], "--api-sock", "api.sock"));
    }

    [Fact]
    public void WarningsOfAMonitorThatServesAreShown()
    {
        Requires.RootAndKvm();
        using TestJail jail = new();

        (int status, string error) = Run(jail, ["--daemonize"], "--api-sock", "api.sock", "--no-seccomp");

        using DetachedMonitor monitor = DetachedMonitor.Of(jail);
        Assert.Equal(0, status);
        Assert.StartsWith("vmm: WARNING: --no-seccomp", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public void TheCallersDescriptorForEventsIsTheMonitors(int number)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string events = Path.Combine(jail.BaseDirectory, "events");
        string redirection = number == 1 ? "" : $" {number}>&1 >/dev/null";

        ProgramResult result = RunningProgram.Run(
            "bash",
            [
                "-c", $"exec 1>'{events}'{redirection}; exec \"$0\" \"$@\"", Artifacts.Jailer, .. jail.JailerArguments, "--events-fd", $"{number}", "--daemonize",
                "--", .. TestJail.MonitorArguments,
            ]);

        Assert.Equal((0, ""), (result.Status, result.Error));
        using (DetachedMonitor monitor = DetachedMonitor.Of(jail))
        {
            Assert.Equal(events, new ProcessView(monitor.Id).FileAt(60));
        }
        Assert.Equal(["starting", "started"], EventsIn(File.ReadAllLines(events)));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0x1")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void ADescriptorThatIsNotOpenForWritingIsRefused(string number)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();

        Assert.Equal(
            (1, $"jailer: --events-fd {number}: that is no descriptor that is open for writing; pass one, such as 1\n"),
            Run(jail, [$"--events-fd={number}"], "--version"));
    }

    private static (int Status, string Error) Run(TestJail jail, string[] mode, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, [.. jail.JailerArguments, .. mode, "--", .. arguments]);
        return (result.Status, result.Error);
    }

    private static IEnumerable<string?> EventsIn(string[] lines) =>
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());
}
