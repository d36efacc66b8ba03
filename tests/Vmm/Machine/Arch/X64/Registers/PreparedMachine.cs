using System.Runtime.InteropServices;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>A machine whose vCPU has not run and has distinct values in registers of every kind, with its saved state.</summary>
internal sealed class PreparedMachine : IDisposable
{
    internal PreparedMachine()
    {
        Requires.Kvm();
        Machine = new GuestMachine();
        Machine.Prepare(ProcessorEntry.Of(BootProtocol.Linux64), 0x10_0000);
        Scatter(Machine.Vcpus[0]);
        State = GuestMachineState.Of(Machine);
        Places = new StatePlaces(State);
    }

    internal GuestMachine Machine { get; }

    internal byte[] State { get; }

    internal StatePlaces Places { get; }

    /// <summary>The state with another value, and the checksum that belongs to it.</summary>
    internal byte[] Changed<T>(string field, int at, T value)
        where T : unmanaged
    {
        byte[] state = [.. State];
        MemoryMarshal.Write(state.AsSpan(Places.Of(field) + at), value);
        SavedState.Seal(state);
        return state;
    }

    public void Dispose() => Machine.Dispose();

    // What nothing has touched since the processor was made cannot be seen to be lost.
    private static void Scatter(KvmVcpu vcpu)
    {
        Random random = new(19);
        kvm_regs registers = new() { rflags = 2, rip = 0x10_0000 };
        (registers.rax, registers.rbx, registers.r15, registers.rsp) = (Number(), Number(), Number(), Number());
        vcpu.SetRegisters(ref registers);
        kvm_debugregs debug = default;
        vcpu.GetDebugRegisters(ref debug);
        SetBreakpoint(ref debug, Number() >> 20);
        vcpu.SetDebugRegisters(ref debug);
        MsrList msrs = new();
        foreach (uint index in (uint[])[0x174, 0x175, 0x176, 0x200, 0x400, 0xC000_0081, 0xC000_0082, 0xC000_0084, 0xC000_0102, 0xC000_0103, 0x4B56_4D04])
        {
            msrs.Add(index, index is 0x400 ? 0 : index == 0x4B56_4D04 ? 1 : Number() & 0x7FFF_F000);
        }
        Assert.Equal(msrs.Entries.Length, vcpu.SetMsrs(msrs));

        ulong Number() => (ulong)random.NextInt64();
    }

    private static unsafe void SetBreakpoint(ref kvm_debugregs debug, ulong address) => debug.db[1] = address;
}
