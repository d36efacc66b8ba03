using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>Saves and loads all processors of a machine, each in its own section. The vmm thread owns it.</summary>
/// <param name="registers">Saves and loads one processor at a time.</param>
internal sealed class MachineProcessors(ProcessorRegisters registers)
{
    private const string Section = "processors";
    private const ushort Version = 1;

    private static readonly string[] _names = NamesOf(1 << (int)ProcessorTopology.PackageShift);

    /// <summary>Allocates the buffers for saving and loading.</summary>
    /// <param name="support">Which state this host's KVM can save.</param>
    /// <param name="template">The CPU template, whose MSRs are saved too.</param>
    internal static MachineProcessors Of(KvmStateSupport support, CpuTemplate template)
    {
        MsrSelection selection = new(support.Msrs, IndexesOf(template.Registers));
        TimeStampRate rate = new(support.ScalesTimeStamp);
        return new MachineProcessors(new ProcessorRegisters(support.ExtendedStateLength, new ProcessorMsrs(selection), rate));
    }

    /// <summary>Allocates the buffers for checking a state of any host.</summary>
    internal static MachineProcessors OfAnyHost() =>
        new(new ProcessorRegisters(ExtendedState.LongestLength, new ProcessorMsrs(new MsrSelection([], [])), new TimeStampRate(canScale: true)));

    /// <param name="vcpus">The processors by index, each parked after a KVM_RUN that ended with EINTR.</param>
    /// <exception cref="VmmFailure">KVM cannot read an MSR.</exception>
    /// <exception cref="LinuxException"/>
    internal void Save(ReadOnlySpan<KvmVcpu> vcpus, ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteCount(vcpus.Length);
        for (int index = 0; index < vcpus.Length; index++)
        {
            state.Begin(_names[index], Version);
            registers.Save(vcpus[index], ref state);
            state.End();
        }
        state.End();
    }

    /// <summary>
    /// Loads all processors. Guest memory must be mapped and filled first: KVM writes the time to it and reads structures shared with the guest.
    /// </summary>
    /// <param name="vcpus">The processors by index; none has run.</param>
    /// <returns>Whether their time stamp counters go on from the saved values.</returns>
    /// <exception cref="StateFailure">
    /// The number of processors differs, or KVM rejects the state of one; then the virtual machine is unusable.
    /// </exception>
    internal bool Load(ReadOnlySpan<KvmVcpu> vcpus, ref StateReader state)
    {
        bool keepTimeStamp = true;
        state.Begin(Section, Version);
        state.ReadSame("count", (ulong)vcpus.Length);
        for (int index = 0; index < vcpus.Length; index++)
        {
            state.Begin(_names[index], Version);
            keepTimeStamp &= registers.Load(vcpus[index], ref state);
            state.End();
        }
        state.End();
        Warn(keepTimeStamp);
        return keepTimeStamp;
    }

    /// <summary>Reads all processors without setting any.</summary>
    /// <param name="count">How many there are.</param>
    /// <exception cref="StateFailure">The state does not have the format of so many processors.</exception>
    internal void Check(int count, ref StateReader state)
    {
        state.Begin(Section, Version);
        state.ReadSame("count", (ulong)count);
        for (int index = 0; index < count; index++)
        {
            state.Begin(_names[index], Version);
            registers.Check(ref state);
            state.End();
        }
        state.End();
    }

    private void Warn(bool keepTimeStamp)
    {
        CpuVendor host = new RunningProcessor().Vendor;
        if (registers.Vendor != host)
        {
            Log.Warning(
                Module.Machine,
                $"The snapshot was made on a processor of another vendor ({registers.Vendor}, not {host}): the guest may crash; load it on a like host.");
        }
        if (!keepTimeStamp)
        {
            VmmMetrics.Process.Vcpu.TimeStampFailures.Increment();
            Log.Warning(
                Module.Machine,
                $"This host's KVM does not set the guest's time stamp counter: clocks that read it jump; boot guests with clocksource=kvm-clock.");
        }
    }

    private static uint[] IndexesOf(IReadOnlyList<MsrModifier> registers)
    {
        uint[] indexes = new uint[registers.Count];
        for (int index = 0; index < indexes.Length; index++)
        {
            indexes[index] = registers[index].Index;
        }
        return indexes;
    }

    private static string[] NamesOf(int count)
    {
        string[] names = new string[count];
        for (int index = 0; index < count; index++)
        {
            names[index] = $"vcpu {index}";
        }
        return names;
    }
}
