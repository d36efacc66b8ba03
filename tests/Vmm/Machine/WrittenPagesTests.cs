using System.IO;
using System.Linq;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>KVM's log and the monitor's own marks together have every page that a real guest and its devices write, and no other.</summary>
[Collection(NamedThreads.Collection)]
public sealed class WrittenPagesTests : IDisposable
{
    private const int Rounds = 8;
    private const int DiskLength = 16 << 20;
    private const int PageLength = PageBitmap.PageLength;

    private readonly ITestOutputHelper _output;
    private readonly Transcript _console = new();
    private readonly TemporaryFile _disk = new([]);

    public WrittenPagesTests(ITestOutputHelper output)
    {
        Requires.Kvm();
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        _output = output;
        using FileStream file = File.OpenWrite(_disk.Path);
        file.SetLength(DiskLength);
    }

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(nameof(DriveEngine.Sync))]
    [InlineData(nameof(DriveEngine.Async))]
    public void EveryPageThatChangesIsMarked(string engine)
    {
        int seed = Seed.Next();
        _output.WriteLine($"seed {seed}");
        Random random = new(seed);
        VmConfiguration configuration = Tracked with { Drives = DriveList.None.With(Drive(engine)) };
        using BootFiles boot = Boot("disk", "mode=verify mib=16 block=8192 depth=16");
        using MovableMachine machine = MovableMachine.OfBoot(configuration, boot, _console);
        Assert.False(machine.RunFor(TimeSpan.FromMilliseconds(5)));
        bool guestAloneWroteSome = false;
        bool deviceAloneWroteSome = false;
        int changedPages = 0;
        machine.Machine.WrittenPages!.Forget();
        byte[] before = MemoryOf(machine);

        for (int round = 0; round < Rounds && !machine.RunFor(TimeSpan.FromMilliseconds(random.Next(1, 10))); round++)
        {
            byte[] after = MemoryOf(machine);
            PageBitmap marks = Marks(machine);
            int[] changed = [.. Enumerable.Range(0, after.Length / PageLength).Where(page => !Page(before, page).SequenceEqual(Page(after, page)))];
            bool[] devices = Array.ConvertAll(changed, page => marks.IsSet((ulong)page));

            machine.Machine.WrittenPages!.Collect();

            Assert.All(changed, page => Assert.True(marks.IsSet((ulong)page), $"page {page} changed unmarked in round {round}"));
            guestAloneWroteSome |= devices.Contains(false);
            deviceAloneWroteSome |= devices.Contains(true);
            changedPages += changed.Length;
            machine.Machine.WrittenPages!.Forget();
            before = after;
        }

        _output.WriteLine($"{changedPages} pages changed");
        // The control: neither of the two would have been enough.
        Assert.True(guestAloneWroteSome && deviceAloneWroteSome, $"{guestAloneWroteSome} {deviceAloneWroteSome} {_console.Text}");
    }

    [Fact]
    public void AGuestThatWritesNothingMarksNothing()
    {
        using BootFiles boot = Boot("spin", "");
        using MovableMachine machine = MovableMachine.OfBoot(Tracked, boot, _console);
        while (!_console.Text.Contains("spinning", StringComparison.Ordinal))
        {
            Assert.False(machine.RunFor(TimeSpan.FromMilliseconds(20)));
        }
        machine.Machine.WrittenPages!.Collect();
        Assert.NotEqual(0, Count(Marks(machine)));
        machine.Machine.WrittenPages!.Forget();

        Assert.False(machine.RunFor(TimeSpan.FromMilliseconds(20)));
        machine.Machine.WrittenPages!.Collect();

        Assert.Equal(0, Count(Marks(machine)));
    }

    private static VmConfiguration Tracked => VmConfiguration.Default with { Machine = VmConfiguration.Default.Machine with { TracksDirtyPages = true } };

    private DriveConfiguration Drive(string engine) => new("d", false)
    {
        Path = _disk.Path,
        Engine = Enum.Parse<DriveEngine>(engine),
        Cache = DriveCache.Writeback,
        Lock = DriveLock.Off,
    };

    private static BootFiles Boot(string guest, string words) => BootFiles.Open(new BootSource(Artifacts.Guest(guest), null, words));

    private static PageBitmap Marks(MovableMachine machine) => machine.Machine.Memory.Dirty!.Of(machine.Machine.Memory.Regions[0]);

    private static int Count(PageBitmap marks) => Enumerable.Range(0, (int)marks.Count).Count(page => marks.IsSet((ulong)page));

    private static unsafe byte[] MemoryOf(MovableMachine machine) =>
        new ReadOnlySpan<byte>(machine.Machine.Memory.HostAddressOf(0), (int)machine.Machine.Memory.Regions[0].Length).ToArray();

    private static ReadOnlySpan<byte> Page(byte[] memory, int page) => memory.AsSpan(page * PageLength, PageLength);
}
