using System.Buffers.Binary;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Machine.Arch.X64.Registers;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>What KVM holds of a machine whose processors have not run: saved and loaded.</summary>
public sealed class ProcessorStateTests : IDisposable
{
    private readonly PreparedMachine _prepared = new();

    public void Dispose() => _prepared.Dispose();

    [Fact]
    public void WhatIsSavedTwiceIsTheSameButForTime() =>
        Assert.Equal([], _prepared.Places.Differences(_prepared.State, GuestMachineState.Of(_prepared.Machine)));

    [Fact]
    public void WhatIsLoadedIsSavedTheSameButForTime()
    {
        using GuestMachine other = _prepared.Machine.Successor();
        GuestMachineState.Load(other, _prepared.State);

        Assert.Equal([], _prepared.Places.Differences(_prepared.State, GuestMachineState.Of(other)));
    }

    [Fact]
    public void EachProcessorHasItsOwn()
    {
        using GuestMachine machine = new(3);
        machine.Prepare(ProcessorEntry.Of(BootProtocol.Linux64), 0x10_0000);
        kvm_regs registers = new() { rax = 0xA, rflags = 2 };
        machine.Vcpus[2].SetRegisters(ref registers);
        using GuestMachine other = machine.Successor();

        GuestMachineState.Load(other, GuestMachineState.Of(machine));

        kvm_regs loaded = default;
        other.Vcpus[2].GetRegisters(ref loaded);
        Assert.Equal(registers, loaded);
        kvm_mp_state waiting = default;
        other.Vcpus[1].GetRunState(ref waiting);
        Assert.Equal(1u, waiting.mp_state);
        Assert.Equal(2u, other.Vcpus[2].GetCpuid().Find(0xB)!.Value.edx);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using GuestMachine other = _prepared.Machine.Successor();
        using GuestMachineState one = new(_prepared.Machine);
        using GuestMachineState two = new(other);

        Assert.Equal(0, Allocation.Of(() => two.Load(one.Save())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(249)]
    [InlineData(-249)]
    public void ARateThatDiffersByLittleIsTaken(int millionths)
    {
        uint host = _prepared.Machine.Vcpus[0].TimeStampRate;
        using GuestMachine other = _prepared.Machine.Successor();

        GuestMachineState.Load(other, _prepared.Changed("tsc_khz", 0, (uint)(host + (host * (long)millionths / 1_000_000))));

        Assert.Equal(host, other.Vcpus[0].TimeStampRate);
    }

    [Fact]
    public void ARateThatIsNotKnownIsTaken()
    {
        using GuestMachine other = _prepared.Machine.Successor();
        uint host = other.Vcpus[0].TimeStampRate;

        GuestMachineState.Load(other, _prepared.Changed("tsc_khz", 0, 0u));

        Assert.Equal(host, other.Vcpus[0].TimeStampRate);
    }

    [Fact]
    public void TheClockGoesOnFromWhereItStoodOrFromRealTime()
    {
        const ulong Hour = 3_600_000_000_000;
        byte[] state = _prepared.Changed("realtime known", 0, (byte)1);
        ulong now = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(_prepared.Places.Of("realtime")), now - Hour);
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(_prepared.Places.Of("clock")), Hour);
        SavedState.Seal(state);

        Assert.InRange(ClockAfter(state, ClockStart.Saved), Hour, Hour + (Hour / 60));
        Assert.InRange(ClockAfter(state, ClockStart.RealTime), 2 * Hour, (2 * Hour) + (Hour / 60));
    }

    private ulong ClockAfter(byte[] state, ClockStart start)
    {
        using GuestMachine other = _prepared.Machine.Successor();
        using GuestMachineState loading = new(other);
        loading.Load(state, start);
        kvm_clock_data clock = default;
        other.Vm.GetClock(ref clock);
        return clock.clock;
    }
}
