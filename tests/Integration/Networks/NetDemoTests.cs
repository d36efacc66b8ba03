using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>The demonstration with a network: guest and host reach each other, and a signal leaves nothing of it on the host.</summary>
[Collection(BusyCollection.Name)]
public sealed class NetDemoTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    [Fact]
    public void GuestAndHostPingEachOtherUntilItIsKilled()
    {
        using RunningProgram demo = Start();
        demo.WaitForOutput("BusyBox on Linux", _patience);
        string name = NameOf(demo);
        // The jailer has made the tap, and the monitor has no way to another one.
        Assert.Contains("master br0", RunningProgram.Run("ip", "-n", name, "link", "show", "tap0").Output, StringComparison.Ordinal);
        Assert.False(Path.Exists($"/srv/{name}/vmm/demo/root/dev/net/tun"));
        demo.Type("ping -c 3 -W 20 172.16.0.1\n");
        demo.WaitForOutput(" 0% packet loss", _patience);
        ProgramResult result = RunningProgram.Run("ip", "netns", "exec", name, "busybox", "ping", "-c", "3", "-W", "20", "172.16.0.2");
        Assert.Contains(" 0% packet loss", result.Output, StringComparison.Ordinal);

        AssertEndsBy(demo, "TERM", 143);
    }

    // A terminal's Control-C before the guest has it, and its end.
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    [InlineData("TERM", 143)]
    public void NothingIsLeftWhenItIsInterruptedAsItStarts(string signal, int status)
    {
        using RunningProgram demo = Start();
        demo.WaitForOutput("Running", _patience);
        AssertEndsBy(demo, signal, status);
    }

    private static RunningProgram Start()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        Requires.GuestKernel();
        // A signal that is ignored from the start cannot be trapped.
        return RunningProgram.Start(
            "env", "--default-signal=HUP,INT,TERM", $"KILN_GUEST_KERNEL={Artifacts.GuestKernel}", Path.Combine(Artifacts.Root, "scripts/demo"), "--linux", "--net");
    }

    private static void AssertEndsBy(RunningProgram demo, string signal, int status)
    {
        string name = NameOf(demo);
        string[] monitors = RunningProgram.Run("ip", "netns", "pids", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] places = [$"/srv/{name}", $"/run/netns/{name}", .. monitors.Select(id => $"/proc/{id}")];
        Assert.Single(monitors);
        Assert.All(places, place => Assert.True(Path.Exists(place), place));

        Assert.Equal(0, RunningProgram.Run("kill", $"-{signal}", $"{demo.Id}").Status);

        Assert.Equal(status, demo.WaitForEnd(_patience).Status);
        Assert.DoesNotContain(places, Path.Exists);
    }

    // The script names it before it starts the monitor.
    private static string NameOf(RunningProgram demo) => Regex.Match(demo.Error, "ip netns exec ([^ ]+) ping").Groups[1].Value;
}
