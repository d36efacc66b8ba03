using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Machine.Arch.X64.Registers;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>A machine with its loop, on the test's thread, that can go on in another one.</summary>
internal sealed class MovableMachine : IDisposable, IEventHandler
{
    /// <summary>Room for a state: with one vCPU and two devices it takes some 13 KB.</summary>
    internal const int StateLength = 1 << 20;

    // Above what the test host opens by itself.
    private const int FirstDriveNumber = 900;

    // Two machines live at a time, and each drive's file needs its own number.
    private static int _made;

    private readonly EventLoop _loop = new();
    private readonly TimerFd _alarm = TimerFd.Create();
    private readonly HostBackends _backends = new(new DriveFiles(FirstDriveNumber + (32 * (Interlocked.Increment(ref _made) % 2))), new Taps(), new VsockBackend(), new GuestMetadata("vm", 51200));
    private readonly SavedMachine _state;
    private bool _isAlarmed;

    private MovableMachine(VmConfiguration configuration, Func<MovableMachine, KvmSystem, MicroVm> build)
    {
        foreach (DriveConfiguration drive in configuration.Drives)
        {
            Assert.Null(_backends.Drives.Open(drive));
        }
        CpuTemplate template = StaticCpuTemplates.For(StaticCpuTemplate.None, new RunningProcessor());
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        GuestTileData.Permit();
        Machine = build(this, system);
        _state = SavedMachine.Of(Machine, template);
        _ = _loop.Watch(_alarm.Descriptor, this);
        Machine.Vcpus.PrepareThreads(ThreadFilters.None);
    }

    internal MicroVm Machine { get; }

    private bool HasEnded => Machine.Vcpus.Outcome is not null;

    internal static MovableMachine OfBoot(VmConfiguration configuration, BootFiles boot, IConsoleSink console) =>
        new(configuration, (home, _) => MicroVmBuilder.Build(configuration, boot, home._backends, home._loop, console));

    internal static MovableMachine Of(VmConfiguration configuration, IConsoleSink console) => new(
        configuration, (home, system) => MicroVmBuilder.Build(
            configuration, new AnonymousBacking(configuration.Machine.Pages), system, home._backends, home._loop, console, StartMoment.Now));

    /// <summary>Boots a guest, and moves it from machine to machine until it ends.</summary>
    /// <param name="boot">What the first one boots.</param>
    /// <param name="console">Hears all of them.</param>
    /// <param name="longest">The longest that it runs in one of them, in milliseconds.</param>
    /// <param name="patience">How long all of it may take: only a hang takes longer.</param>
    internal static (int Moves, VcpuOutcome? Outcome) MoveUntilItEnds(
        VmConfiguration configuration, BootFiles boot, Transcript console, Random random, int longest, TimeSpan patience)
    {
        MappedMemory room = MappedMemory.TryCreate(StateLength)!;
        MovableMachine machine = OfBoot(configuration, boot, console);
        int moves = 0;
        for (DateTime deadline = DateTime.UtcNow + patience; !machine.RunFor(TimeSpan.FromMilliseconds(random.Next(1, longest))); moves++)
        {
            Assert.True(DateTime.UtcNow < deadline, $"{moves} moves, and the guest said {console.Text}");
            MovableMachine next = Of(configuration, console);
            machine.MoveTo(next, room.GetSpan());
            machine.Dispose();
            machine = next;
        }
        VcpuOutcome? outcome = machine.Machine.Vcpus.Outcome;
        machine.Dispose();
        room.Unmap();
        return (moves, outcome);
    }

    // True if the guest has ended; otherwise it is paused.
    internal bool RunFor(TimeSpan time)
    {
        _isAlarmed = false;
        _alarm.Start(time, TimeSpan.Zero);
        Machine.Run();
        while (!_isAlarmed && !HasEnded)
        {
            _loop.Turn(1000);
        }
        if (HasEnded)
        {
            return true;
        }
        Assert.True(Machine.TryPause());
        return HasEnded;
    }

    public void OnReady(EpollEvents events)
    {
        _alarm.Drain();
        _isAlarmed = true;
    }

    // Its length.
    internal int Save(Span<byte> room)
    {
        StateWriter writer = new(room);
        _state.Save(ref writer);
        return writer.Finish().Length;
    }

    internal unsafe void MoveTo(MovableMachine other, Span<byte> room)
    {
        ReadOnlySpan<byte> state = room[..Save(room)];
        for (int index = 0; index < Machine.Memory.Regions.Length; index++)
        {
            long length = (long)Machine.Memory.Regions[index].Length;
            Buffer.MemoryCopy(Machine.Memory.HostAddressOf(index), other.Machine.Memory.HostAddressOf(index), length, length);
        }
        StateReader reader = new(state);
        other._state.Load(ClockStart.Saved, ref reader);
        reader.Finish();
    }

    public void Dispose()
    {
        Machine.Dispose();
        _backends.Dispose();
        _alarm.Dispose();
        _loop.Dispose();
    }
}
