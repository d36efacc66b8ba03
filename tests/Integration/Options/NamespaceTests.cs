using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>Which namespaces the monitor shares with the host.</summary>
public sealed class NamespaceTests
{
    private static readonly ProcessView _self = new(Environment.ProcessId);

    [Fact]
    public void MountsNamesAndQueuesAreTheJailsOwn()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using RunningProgram program = jail.StartSpinning();
        ProcessView monitor = new(program.Id);

        Assert.All((string[])["mnt", "ipc", "uts"], kind => Assert.NotEqual(_self.NamespaceOf(kind), monitor.NamespaceOf(kind)));
        Assert.All((string[])["net", "pid", "user"], kind => Assert.Equal(_self.NamespaceOf(kind), monitor.NamespaceOf(kind)));
    }

    [Fact]
    public void TheNetworkIsTheOneThatWasGiven()
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string name = jail.Id;
        Assert.Equal(0, RunningProgram.Run("ip", "netns", "add", name).Status);
        try
        {
            using RunningProgram program = jail.StartSpinning("--netns", $"/var/run/netns/{name}");

            Assert.Equal($"{program.Id}", RunningProgram.Run("ip", "netns", "pids", name).Output.Trim());
        }
        finally
        {
            RunningProgram.Run("ip", "netns", "delete", name);
        }
    }

    [Theory]
    [InlineData("/nowhere", "cannot be opened: ENOENT")]
    [InlineData("/etc/passwd", "cannot be entered as a network namespace: EINVAL")]
    [InlineData("/proc/self/ns/mnt", "cannot be entered as a network namespace: EINVAL")]
    [InlineData("", "--netns is empty")]
    public void WhatIsNoNetworkIsRefused(string path, string reason)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] before = [.. jail.Entries];

        ProgramResult result = jail.Run("--netns", path);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, jail.Entries);
    }

    [Theory]
    [InlineData("--new-pid-ns")]
    [InlineData("--new-pid-ns", "--daemonize")]
    public void InAPidNamespaceTheMonitorIsTheFirst(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using DetachedMonitor monitor = jail.StartDetached(mode);
        ProcessView view = new(monitor.Id);

        Assert.Equal([$"{monitor.Id}", "1"], view.StatusOf("NStgid").Split('\t'));
        Assert.NotEqual(_self.NamespaceOf("pid"), view.NamespaceOf("pid"));
    }
}
