using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>A create that does not come to its end leaves no state file with a memory file that is not whole.</summary>
public sealed class InterruptedCreateTests(ITestOutputHelper output)
{
    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // The kernel kills the monitor as it enters a call of the create, the second one over the files of the first. A call that does not come again
    // ends the search.
    [Theory]
    [InlineData("unlink")]
    [InlineData("openat")]
    [InlineData("ftruncate")]
    [InlineData("pwrite64")]
    [InlineData("fsync")]
    [InlineData("rename")]
    public void KilledAtAnyCall(string call)
    {
        int killed = 0;
        for (int time = 1; TryKill(call, time); time = time < 4 ? time + 1 : time * 4)
        {
            killed++;
        }
        output.WriteLine($"killed at {killed} calls of {call}");
        Assert.NotEqual(0, killed);
    }

    [Fact]
    public void AFullFileSystemIsToldAndTheMachineRunsOn()
    {
        using SnapshotJail jail = SnapshotJail.OnSmallFileSystem(mebibytes: 24);
        jail.Jail.StartGuest("state", words: "rounds=30 iterations=300000");
        string ballast = jail.Jail.PathOf("ballast");
        // All but 64 KiB, which the guest's memory does not fit into.
        RunningProgram.Run("sh", "-c", $"dd if=/dev/zero of={ballast} bs=64K; truncate -s -64K {ballast}");
        jail.Pause();

        Answer full = jail.TryCreate();

        Assert.Equal(400, full.Status);
        Assert.Contains("No space left on device (os error 28)", full.Body, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(ballast)!, "vm.state*").Concat(Directory.GetFiles(Path.GetDirectoryName(ballast)!, "vm.memory*")));
        jail.Resume();
        File.Delete(ballast);
        jail.Pause();
        jail.Create();
        using SnapshotJail next = SnapshotJail.ToTypeTo();
        next.Continue(jail);
        Assert.Equal(0, next.WaitForEnd(_patience));
        Assert.Contains("state: round 29 ", next.Jail.Program.Output, StringComparison.Ordinal);
    }

    // False when the create came to its end first.
    private static bool TryKill(string call, int time)
    {
        using SnapshotJail jail = new();
        jail.Jail.StartGuest("state", words: "rounds=10 iterations=100000");
        jail.Pause();
        jail.Create();
        using RunningProgram strace = RunningProgram.Start(
            "strace", "-f", "-p", $"{jail.Jail.Program.Id}", "-e", $"trace={call}", "-e", $"inject={call}:signal=SIGKILL:when={time}");
        SpinWait.SpinUntil(() => strace.Error.Contains("attached", StringComparison.Ordinal), _patience);

        bool isKilled = jail.TryCreate().Status != 204;

        bool hasState = File.Exists(jail.Jail.PathOf(SnapshotJail.State));
        // What has the name is whole, be it the old one or the new one.
        if (hasState)
        {
            using SnapshotJail next = new();
            next.Continue(jail);
            Assert.Equal(0, next.WaitForEnd(_patience));
            Assert.Contains("state: round 9 ", next.Console, StringComparison.Ordinal);
        }
        return isKilled;
    }
}
