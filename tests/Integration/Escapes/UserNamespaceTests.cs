using System.Linq;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>
/// Where the host allows unprivileged user namespaces, a program without filters has every capability in one of its own. It gains nothing
/// on the host. Under the filters it gets none.
/// </summary>
public sealed class UserNamespaceTests
{
    [Theory]
    [InlineData("disk {disk}", "EPERM")]
    [InlineData("memory", "EPERM")]
    [InlineData("kernel-log", "EPERM")]
    [InlineData("handle {handle} secret", "EPERM")]
    [InlineData("process-root {stranger} {secret}", "ENOENT")]
    [InlineData("mount-proc", "EPERM")]
    [InlineData("mount-cgroups", "EPERM")]
    [InlineData("remount", "EPERM")]
    [InlineData("unmount", "EINVAL|EPERM")]
    [InlineData("leave-root {secret}", "ENOENT|EPERM")]
    [InlineData("join-mounts {victim} {secret}", "EPERM")]
    [InlineData("become-root", "EINVAL")]
    [InlineData("take-groups", "EPERM")]
    [InlineData("trace {stranger}", "EPERM")]
    [InlineData("end {stranger}", "EPERM")]
    [InlineData("real-time", "EPERM")]
    [InlineData("raise-priority", "EACCES")]
    [InlineData("kernel-program", "EPERM")]
    [InlineData("measure-machine", "EACCES")]
    [InlineData("user-faults", "EPERM")]
    [InlineData("swap-on", "EPERM")]
    [InlineData("restart-machine", "EPERM")]
    [InlineData("set-time", "EPERM")]
    [InlineData("silence-kernel", "EPERM")]
    [InlineData("host-name hostile", "EPERM")]
    [InlineData("network-device {device}", "EPERM")]
    [InlineData("packets", "EPERM")]
    [InlineData("raise-limit", "EPERM")]
    public void ItsCapabilitiesAreWorthNothingOutsideIt(string title, string refused)
    {
        Requires.RootAndKvm();
        Requires.UserNamespaces();
        using EscapeStage stage = new();
        Attempt attempt = Attempts.All.Single(candidate => candidate.Title == title);

        Outcome outcome = stage.Run([Artifacts.Jailer], attempt, "in-namespace", "--no-seccomp");

        Assert.True(outcome.EnteredNamespace && refused.Split('|').Contains(outcome.Text), $"{outcome}");
    }

    [Fact]
    public void InsideItTheyAreWorthSomething()
    {
        Requires.RootAndKvm();
        Requires.UserNamespaces();
        using EscapeStage stage = new();
        Attempt attempt = Attempts.All.Single(candidate => candidate.Title == "mount-temporary");

        Assert.Equal(Attempt.Done, stage.Run([Artifacts.Jailer], attempt, "in-namespace", "--no-seccomp").Text);
    }
}
