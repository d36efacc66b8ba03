using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.Snapshots;

namespace Kiln.Vmm.Process;

// The machine goes into a snapshot, or comes from one.
internal sealed partial class MachineHost
{
    // Why the process ends without a machine.
    private VcpuOutcome? _failure;

    private MemorySource? _memory;

    /// <inheritdoc/>
    public string? CreateSnapshot(SnapshotCreation request, VmConfiguration configuration)
    {
        ulong start = MonotonicClock.Nanoseconds;
        if (_memory?.Change is { } change)
        {
            return $"Cannot write memory file: {change}";
        }
        _output!.WriteReady();
        SavedMachine state = SavedMachine.Of(_machine!, MicroVmBuilder.TemplateOf(configuration, new RunningProcessor()));
        if (new SnapshotWriter(_machine!, state).Create(request, configuration) is { } refusal)
        {
            return refusal;
        }
        Tell("create full snapshot", VmmMetrics.Process.Latencies.VmmCreate, start);
        return null;
    }

    // A guest that misses memory fails in any way.
    private VcpuOutcome Explain(VcpuOutcome outcome) => outcome.ExitCode != ExitCode.Ok && _memory?.Change is { } change
        ? outcome with { Message = $"{outcome.Message}; {change}" }
        : outcome;

    /// <inheritdoc/>
    public string? LoadSnapshot(SnapshotLoading request, SerialConfiguration serial, out LoadedMachine? loaded)
    {
        ulong start = MonotonicClock.Nanoseconds;
        loaded = null;
        events?.Starting();
        try
        {
            (_machine, loaded, _memory) = new SnapshotReader(_backends, loop).Load(request, serial, OpenConsole(serial.OutputPath));
            Finish(serial);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            GiveBack();
            string reason = Message.Of(failure);
            events?.Failed(reason);
            // As in the contract: whoever asks for a load wants this machine or none. The answer is sent first.
            _failure = new VcpuOutcome(ExitCode.GenericError, reason);
            loop.Stop();
            return reason;
        }
        loop.IsHeld = true;
        events?.Paused();
        _flush.Start();
        _flush.Freeze();
        Tell("load snapshot", VmmMetrics.Process.Latencies.VmmLoad, start);
        loop.Alarm.Set(_settling, ForgetStart);
        return request.Resume ? Resume() : null;
    }
}
