using Kiln.Linux.Calls;
using Kiln.Linux.Capabilities;
using Kiln.Linux.Errors;
using Kiln.Linux.Identity;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Linux.Tests.Processes;

/// <summary>Privileges that a thread gives up, each on a thread of its own: capabilities and no_new_privs are per thread.</summary>
public sealed class ThreadTests
{
    [Fact]
    public void DroppedCapabilitiesAreGoneFromAllFiveSets()
    {
        Assert.SkipUnless(Credentials.IsRoot, "only root has capabilities to drop");
        OwnThread.Run(() =>
        {
            Assert.False(CapabilitySets.AreEmpty);
            CapabilitySets.DropBounding();
            // The bounding set alone removes nothing that a thread holds.
            Assert.False(CapabilitySets.AreEmpty);
            DropOwn();
            Assert.True(CapabilitySets.AreEmpty);

            string[] status = System.IO.File.ReadAllLines($"/proc/self/task/{CurrentThread.Id}/status");
            string[] sets = Array.FindAll(status, line => line.StartsWith("Cap", StringComparison.Ordinal));
            Assert.Equal(5, sets.Length);
            Assert.All(sets, line => Assert.EndsWith("\t0000000000000000", line, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void ABoundingSetThatIsLeftIsSeen()
    {
        Assert.SkipUnless(Credentials.IsRoot, "only root has capabilities to drop");
        OwnThread.Run(() =>
        {
            DropOwn();
            Assert.False(CapabilitySets.AreEmpty);
        });
    }

    [Fact]
    public void NoNewPrivilegesIsReadBack() => OwnThread.Run(() =>
    {
        // Already true if this process itself runs with no_new_privs.
        ProcessControl.SetNoNewPrivileges();

        Assert.True(ProcessControl.NoNewPrivileges);
        Assert.Contains("NoNewPrivs:\t1", System.IO.File.ReadAllText($"/proc/self/task/{CurrentThread.Id}/status"), StringComparison.Ordinal);
    });

    [Fact]
    public void ASleepLasts()
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        CurrentThread.Sleep(20);

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds, 20, 20_000);
    }

    [Fact]
    public void ASignalThatNoThreadCanGetIsAnAnswer() =>
        Assert.Equal(Errno.ESRCH, CurrentThread.Signal(int.MaxValue, Signal.SIGHUP)!.Value.Errno);

    [Fact]
    public void AThreadNameWithANulIsRefused() => OwnThread.Run(() =>
        Assert.Throws<ArgumentException>(() => ProcessControl.NameThread("vcpu\0 0")));

    private static void DropOwn()
    {
        CallSequence calls = new();
        CapabilitySets.PrepareDropping(calls);
        Assert.Null(calls.Run());
    }
}
