using System.Diagnostics;
using System.IO;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>
/// A whole machine with a real guest continues in another one, repeatedly and at arbitrary moments: a driver that writes a disk and verifies it
/// byte by byte does not notice. The threads are the monitor's real ones; there are no filters, and the state passes through no file.
/// </summary>
[Collection(NamedThreads.Collection)]
public sealed class MovedMachineTests : IDisposable
{
    private const string Verify = "mode=verify mib=64";
    private const string Verified = "disk: verified 64 MiB";
    private const int DiskLength = 64 << 20;

    private const int FewestMoves = 5;

    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly ITestOutputHelper _output;
    private readonly MappedMemory _room = MappedMemory.TryCreate(MovableMachine.StateLength)!;
    private readonly Transcript _console = new();
    private readonly TemporaryFile _disk = new([]);
    private readonly VmConfiguration _configuration;

    public MovedMachineTests(ITestOutputHelper output)
    {
        Requires.Kvm();
        Assert.SkipUnless(File.Exists(Artifacts.Guest("disk")), "needs the test guests: run tests/guests/build artifacts/guests");
        // Threads inherit it: the kick that stops a processor must not end this process.
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        _output = output;
        using FileStream file = File.OpenWrite(_disk.Path);
        file.SetLength(DiskLength);
        _configuration = WithDrive(DriveEngine.Sync);
    }

    public void Dispose()
    {
        _disk.Dispose();
        _room.Unmap();
    }

    [Theory]
    [InlineData(nameof(DriveEngine.Sync), "")]
    [InlineData(nameof(DriveEngine.Async), "")]
    [InlineData(nameof(DriveEngine.Async), "block=1048576 depth=3 buffers=14")]
    [InlineData(nameof(DriveEngine.Sync), "indirect=off events=off interrupts=on")]
    public void ADriverDoesNotNoticeThatItIsMoved(string engine, string words) => Move(engine, $"{Verify} {words}", Verified);

    // The processor is often on its way through a write that is the vmm thread's to make.
    [Theory]
    [InlineData(nameof(DriveEngine.Sync))]
    [InlineData(nameof(DriveEngine.Async))]
    public void ADriverIsMovedWhileItResetsItsDevice(string engine) => Move(engine, "mode=reset times=80", "disk: reset 80 times");

    [Fact]
    public void SavingAMachineAllocatesNothingAndChangesNothing()
    {
        using BootFiles boot = Boot(Verify);
        using MovableMachine machine = MovableMachine.OfBoot(_configuration, boot, _console);
        Assert.False(machine.RunFor(TimeSpan.FromMilliseconds(5)));

        Assert.Equal(0, Allocation.Of(() => machine.Save(_room.GetSpan())));

        Stopwatch time = Stopwatch.StartNew();
        int length = machine.Save(_room.GetSpan());
        _output.WriteLine($"{length} bytes in {time.Elapsed.TotalMicroseconds:0} us");
        byte[] first = SavedDevices(machine);
        Assert.Equal(first, SavedDevices(machine));
        bool hasRunOn = false;
        while (!machine.RunFor(TimeSpan.FromMilliseconds(10)))
        {
            hasRunOn |= !SavedDevices(machine).AsSpan().SequenceEqual(first);
        }
        Assert.True(hasRunOn, "what devices save does not depend on what they do");
        Assert.Contains(Verified, _console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMachineOfOtherDevicesIsRefused()
    {
        using BootFiles boot = Boot(Verify);
        using MovableMachine machine = MovableMachine.OfBoot(_configuration, boot, _console);
        Assert.False(machine.RunFor(TimeSpan.FromMilliseconds(20)));
        using MovableMachine other = MovableMachine.Of(_configuration with { Entropy = null }, _console);

        StateFailure failure = Assert.Throws<StateFailure>(() => machine.MoveTo(other, _room.GetSpan()));

        Assert.StartsWith("machine/", failure.Section, StringComparison.Ordinal);
    }

    private static BootFiles Boot(string line) => BootFiles.Open(new BootSource(Artifacts.Guest("disk"), null, line));

    // The clocks of vCPUs and chips, which come before the devices, advance; the checksum at the end covers everything.
    private byte[] SavedDevices(MovableMachine machine)
    {
        ReadOnlySpan<byte> state = _room.GetSpan()[..machine.Save(_room.GetSpan())];
        int start = state.IndexOf("devices"u8);
        Assert.InRange(start, 1, state.Length);
        return state[start..^sizeof(ulong)].ToArray();
    }

    private VmConfiguration WithDrive(DriveEngine engine) => VmConfiguration.Default with
    {
        Drives = DriveList.None.With(new DriveConfiguration("data", false) { Path = _disk.Path, Engine = engine, Cache = DriveCache.Writeback, Lock = DriveLock.Off }),
        Entropy = new EntropyConfiguration(),
    };

    private void Move(string engine, string line, string end)
    {
        int seed = Seed.Next();
        _output.WriteLine($"seed {seed}");
        using BootFiles boot = Boot(line);

        (int moves, VcpuOutcome? outcome) =
            MovableMachine.MoveUntilItEnds(WithDrive(Enum.Parse<DriveEngine>(engine)), boot, _console, new Random(seed), 6, _patience);

        Assert.Equal(VcpuOutcome.Finished, outcome);
        Assert.Contains(end, _console.Text, StringComparison.Ordinal);
        Assert.True(moves >= FewestMoves, $"{moves} moves are too few to tell anything");
        _output.WriteLine($"{moves} moves");
    }
}
