using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Arch.X64.Registers;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>What KVM holds of a machine, as bytes: its processors and its chips.</summary>
internal sealed class GuestMachineState(GuestMachine machine) : IDisposable
{
    private readonly MappedMemory _room = MappedMemory.TryCreate(1 << 20) ?? throw new InvalidOperationException("no memory");
    private readonly MachineProcessors _processors = MachineProcessors.Of(
        KvmStateSupport.Of(machine.System, machine.Vm), CpuTemplate.Empty);
    private readonly MachineChips _chips = new();

    internal static byte[] Of(GuestMachine machine)
    {
        using GuestMachineState state = new(machine);
        return state.Save().ToArray();
    }

    internal static void Load(GuestMachine machine, byte[] bytes)
    {
        using GuestMachineState state = new(machine);
        state.Load(bytes);
    }

    internal ReadOnlySpan<byte> Save()
    {
        StateWriter state = new(_room.GetSpan());
        _processors.Save(machine.Vcpus, ref state);
        _chips.Save(machine.Vm, ref state);
        return state.Finish();
    }

    internal void Load(ReadOnlySpan<byte> bytes, ClockStart start = ClockStart.Saved)
    {
        StateReader state = new(bytes);
        _processors.Load(machine.Vcpus, ref state);
        _chips.Load(machine.Vm, start, ref state);
        state.Finish();
    }

    public void Dispose() => _room.Unmap();
}
