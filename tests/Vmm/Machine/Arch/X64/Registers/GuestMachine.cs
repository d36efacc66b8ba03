using System.Linq;
using System.Text;
using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>A machine of the real KVM with nothing but memory, processors and what the kernel emulates, run by the thread that asks.</summary>
internal sealed unsafe class GuestMachine : IDisposable
{
    private const ulong Length = 16 << 20;

    // CR4: SSE, its exceptions, and XSAVE; of the extended state x87, SSE and AVX.
    private const ulong VectorsEnabled = (1 << 9) | (1 << 10);
    private const ulong ExtendedEnabled = 1 << 18;
    private const ulong AvxState = 7;

    private readonly GuestMemory _memory;
    private readonly KvmVcpu[] _vcpus;

    /// <summary>Makes a machine whose processors have nothing yet, not even leaves.</summary>
    internal GuestMachine(int processors = 1)
    {
        System = HostCapabilities.Open(HostCapabilities.DevicePath, []);
        Assert.Null(GuestMemory.TryCreate(Length, HugePages.None, out GuestMemory? memory));
        _memory = memory!;
        Assert.Null(System.TryCreateVm(out KvmVm? vm));
        Vm = vm!;
        Vm.SetMemory(0, 0, Length, _memory.HostAddressOf(0), default);
        Vm.SetTssAddress(BootLayout.TssAddress);
        Vm.CreateIrqchip();
        Vm.CreatePit();
        _vcpus = [.. Enumerable.Range(0, processors).Select(Vm.CreateVcpu)];
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        foreach (KvmVcpu vcpu in _vcpus)
        {
            vcpu.SetSignalMask(SignalMask.Current.Without(VmmSignals.Kick));
        }
    }

    internal KvmSystem System { get; }

    internal KvmVm Vm { get; }

    internal ReadOnlySpan<KvmVcpu> Vcpus => _vcpus;

    /// <summary>What the guest has written to its serial port.</summary>
    internal StringBuilder Output { get; private init; } = new();

    /// <summary>Why the guest cannot go on, if it cannot.</summary>
    internal string? Failure { get; private set; }

    /// <summary>Whether a guest could use AVX.</summary>
    internal bool HasAvx => (System.GetSupportedCpuid().Find(1)!.Value.ecx >> 28 & 1) == 1;

    /// <summary>Boots a test guest, with vectors enabled.</summary>
    internal static GuestMachine Boot(string guest, string line)
    {
        GuestMachine machine = new();
        using KernelFile file = KernelFile.Open("", Artifacts.Guest(guest));
        LoadedKernel kernel = LoadedKernel.Load(file, machine._memory, new PlacedParts());
        line += machine.HasAvx ? " avx=on" : "";
        Assert.True(machine._memory.TryWrite(new GuestAddress(BootLayout.CommandLine), [.. Encoding.ASCII.GetBytes(line), 0]));
        machine.Prepare(ProcessorEntry.Of(kernel.Protocol), kernel.Entry);
        StartInfo.Write(machine._memory, null);
        return machine;
    }

    /// <summary>Sets the vCPUs' state at kernel entry.</summary>
    internal void Prepare(ProcessorEntry entry, ulong start)
    {
        new BootState(GuestCpuid.Of(new RunningProcessor(), new ProcessorTopology(_vcpus.Length, Smt: false)), CpuTemplate.Empty, entry)
            .Set(_vcpus, System.GetSupportedCpuid(), start);
        entry.WriteTables(_memory);
        foreach (KvmVcpu vcpu in _vcpus)
        {
            kvm_sregs registers = default;
            vcpu.GetSystemRegisters(ref registers);
            registers.cr4 |= VectorsEnabled | (HasAvx ? ExtendedEnabled : 0);
            vcpu.SetSystemRegisters(ref registers);
            if (HasAvx)
            {
                kvm_xcrs control = new() { nr_xcrs = 1 };
                control.xcrs[0] = new kvm_xcr { value = AvxState };
                vcpu.SetExtendedControl(ref control);
            }
        }
    }

    /// <summary>Another machine with the same memory and console output, whose vCPUs are fresh.</summary>
    internal GuestMachine Successor()
    {
        GuestMachine other = new(_vcpus.Length) { Output = Output };
        Buffer.MemoryCopy(_memory.HostAddressOf(0), other._memory.HostAddressOf(0), Length, Length);
        return other;
    }

    /// <summary>Runs the first processor until the guest resets or fails, or for a time; then it is parked behind a KVM_RUN that ended with EINTR.</summary>
    /// <returns>Whether the guest is over.</returns>
    internal bool Run(TimeSpan time)
    {
        int thread = CurrentThread.Id;
        Thread kicker = new(() =>
        {
            Thread.Sleep(time);
            _vcpus[0].Shared->immediate_exit = 1;
            Interlocked.MemoryBarrier();
            Assert.Null(CurrentThread.Signal(thread, VmmSignals.Kick));
        });
        kicker.Start();
        try
        {
            while (true)
            {
                Errno error = _vcpus[0].Run();
                if (error == Errno.EINTR)
                {
                    return false;
                }
                if (error.Number == 0 ? IsOver() : Fail(error != Errno.EAGAIN, error.ToString()))
                {
                    return true;
                }
            }
        }
        finally
        {
            kicker.Join();
            _vcpus[0].Shared->immediate_exit = 0;
            SignalMask.TryTake(new SignalSet().With(VmmSignals.Kick));
        }
    }

    public void Dispose()
    {
        Array.ForEach(_vcpus, vcpu => vcpu.Dispose());
        Vm.Dispose();
        _memory.Dispose();
        System.Dispose();
    }

    // A serial port that is always ready, and the keyboard's reset line.
    private bool IsOver()
    {
        kvm_run* run = _vcpus[0].Shared;
        if (run->exit_reason != KvmExitReason.KVM_EXIT_IO)
        {
            return Fail(true, run->exit_reason.ToString());
        }
        Span<byte> data = _vcpus[0].PortData(in run->io);
        if (run->io.direction == KvmPortDirection.KVM_EXIT_IO_IN)
        {
            data.Fill(0x60);
            return false;
        }
        if (run->io.port == 0x3F8)
        {
            Output.Append(Encoding.ASCII.GetString(data));
        }
        return run->io.port == 0x64;
    }

    private bool Fail(bool fails, string reason)
    {
        Failure = fails ? reason : null;
        return fails;
    }
}
