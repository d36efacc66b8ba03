using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine;

/// <summary>
/// Saves and loads the state of a whole machine, except the content of its memory. Buffers are allocated on creation; saving and loading allocate
/// nothing. The vmm thread owns it.
/// </summary>
internal sealed class SavedMachine(MicroVm machine, MachineProcessors processors)
{
    private const string Section = "machine";
    private const ushort Version = 1;

    private readonly MachineChips _chips = new();
    private readonly KvmVcpu[] _vcpus = machine.Vcpus.Kvm;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="template">The CPU template, whose MSRs are saved too.</param>
    internal static SavedMachine Of(MicroVm machine, CpuTemplate template) => new(machine, MachineProcessors.Of(machine.StateSupport, template));

    /// <summary>Saves a paused machine, without changing it: each processor is parked after a KVM_RUN that ended with EINTR.</summary>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    /// <exception cref="VmmFailure">KVM cannot read an MSR.</exception>
    /// <exception cref="LinuxException"/>
    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        GuestLayout.Save(ref state, machine.Memory.Regions);
        machine.Resources.Save(ref state);
        processors.Save(_vcpus, ref state);
        _chips.Save(machine.Vm, ref state);
        machine.Devices.Save(ref state);
        state.End();
    }

    /// <summary>
    /// Loads the state of another machine with the same configuration, whose memory content is already in place. This machine must be fresh, without
    /// a kernel loaded; it is paused afterwards.
    /// </summary>
    /// <param name="start">Where the paravirtual clock resumes.</param>
    /// <returns>Whether the time stamp counters go on from their saved values.</returns>
    /// <exception cref="StateFailure">The state does not belong to such a machine; this one can only be disposed.</exception>
    internal bool Load(ClockStart start, ref StateReader state)
    {
        state.Begin(Section, Version);
        GuestLayout.Load(ref state, machine.Memory.Regions);
        machine.Resources.Load(ref state);
        bool keepsTimeStamp = processors.Load(_vcpus, ref state);
        _chips.Load(machine.Vm, start, ref state);
        machine.Devices.Load(ref state);
        state.End();
        return keepsTimeStamp;
    }

    /// <summary>Loads a state into a board without processors, which are only read.</summary>
    /// <param name="board">Fresh, with the devices of the saved machine's configuration.</param>
    /// <param name="processors">The number of the saved machine's processors.</param>
    /// <exception cref="StateFailure">No machine of this configuration has such a state; the board can only be disposed.</exception>
    internal static void Check(MachineBoard board, int processors, ref StateReader state)
    {
        state.Begin(Section, Version);
        GuestLayout.Load(ref state, board.Memory.Regions);
        board.Resources.Load(ref state);
        MachineProcessors.OfAnyHost().Check(processors, ref state);
        new MachineChips().Check(ref state);
        board.Devices.Load(ref state);
        state.End();
    }
}
