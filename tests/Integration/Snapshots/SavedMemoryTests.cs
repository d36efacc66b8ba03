using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>The memory of a machine goes into a file and comes out of it byte by byte, without room of the monitor's own.</summary>
public sealed class SavedMemoryTests(ITestOutputHelper output)
{
    private const int PageLength = 4096;
    private const int GuestKibibytes = 128 << 10;

    // What the monitor may take besides the guest's memory, at any moment.
    private const long MostKibibytes = 7 << 10;

    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // A load changes what tells the guest of it: the page of its clock, those of its generation ID and of VMClock, and those of KVM's clocks.
    [Fact]
    public void AMachineThatWasLoadedHasTheSameMemory()
    {
        const int MostChanged = 4;
        using SnapshotJail first = new();
        first.Jail.StageDisk("disk.img", 64);
        first.Jail.Do("PUT", "/drives/d", """{"drive_id": "d", "path_on_host": "disk.img", "is_root_device": false, "io_engine": "Async"}""");
        first.Jail.StartGuest("disk", words: "mode=bench operation=write order=random block=65536 depth=8 milliseconds=60000");
        Thread.Sleep(200);
        first.Pause();
        first.Create();
        using SnapshotJail second = new();
        second.Take(first, "disk.img");
        second.LoadFrom(first);
        second.Create();

        string[] changed = [.. RunningProgram.Run("cmp", "-l", first.Jail.PathOf(SnapshotJail.Memory), second.Jail.PathOf(SnapshotJail.Memory))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

        long[] pages = [.. changed.Select(line => (long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) - 1) / PageLength)];
        output.WriteLine($"{changed.Length} bytes differ, in pages {string.Join(' ', pages.Distinct())}");
        // At least the generation ID is another: the comparison sees something.
        Assert.InRange(pages.Distinct().Count(), 1, MostChanged);
        Assert.InRange(changed.Length, 1, MostChanged * 64);
    }

    [Fact]
    public void ACreateTakesLittleMemory()
    {
        using SnapshotJail jail = new();
        jail.Jail.StageDisk("disk.img", 64);
        jail.Jail.Do("PUT", "/drives/d", """{"drive_id": "d", "path_on_host": "disk.img", "is_root_device": false}""");
        jail.Jail.StartGuest("disk", words: "mode=bench operation=write order=random block=1048576 depth=3 milliseconds=60000");
        Thread.Sleep(300);
        jail.Pause();
        long guests = GuestsShare(jail);
        // The peak begins anew: proc(5), clear_refs.
        File.WriteAllText($"/proc/{jail.Jail.Program.Id}/clear_refs", "5");

        jail.Create();

        long peak = KibibytesIn(jail.Jail.Process.StatusOf("VmHWM"));
        output.WriteLine($"peak {peak} KiB, of which the guest's {guests} KiB");
        Assert.Equal(guests, GuestsShare(jail));
        Assert.InRange(peak - guests, 1, MostKibibytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void AMemoryFileThatIsCutUnderTheGuestEndsItWithAReason(long rest)
    {
        using SnapshotJail first = new();
        first.Jail.StartGuest("state", words: "rounds=1000000 iterations=100000");
        Thread.Sleep(100);
        first.Pause();
        first.Create();
        using SnapshotJail second = new();
        second.LoadFrom(first);

        using (FileStream memory = File.OpenWrite(second.Jail.PathOf(SnapshotJail.Memory)))
        {
            memory.SetLength(rest);
        }
        second.Jail.Request("PATCH", "/vm", """{"state": "Resumed"}""");

        int status = second.WaitForEnd(_patience);
        Assert.True(status == 1, $"{status} {second.Jail.Log} {second.Jail.Program.Error}");
        Assert.Contains($"the snapshot's memory file had {128 << 20} bytes and now has {rest}", second.Jail.Log, StringComparison.Ordinal);
    }

    private static long GuestsShare(SnapshotJail jail)
    {
        string[] lines = jail.Jail.Process.Read("smaps").Split('\n');
        int size = Array.FindIndex(lines, line => line.StartsWith("Size:", StringComparison.Ordinal) && KibibytesIn(line["Size:".Length..]) >= GuestKibibytes);
        return KibibytesIn(lines[size..].First(line => line.StartsWith("Rss:", StringComparison.Ordinal))["Rss:".Length..]);
    }

    private static long KibibytesIn(string field) =>
        long.Parse(field.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
}
