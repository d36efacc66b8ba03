using System.IO;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>What guests on the real KVM do is counted. The machine runs in this process, whose metrics only grow.</summary>
[Collection(NamedThreads.Collection)]
public sealed class ExitMetricsTests : IDisposable
{
    // As often as tests/guests/exits.c leaves the guest, and the reset.
    private const int GuestExits = 50_000 + 1;

    private readonly EventLoop _loop = new();
    private readonly VmmMetrics _metrics = VmmMetrics.Process;

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void EveryWriteToAPortIsCountedAndTimed()
    {
        LatencyTally before = _metrics.Vcpu.ExitsOf(0).PortWrites;
        long resets = _metrics.I8042.Resets.Value;

        Run("exits");

        LatencyTally after = _metrics.Vcpu.ExitsOf(0).PortWrites;
        Assert.Equal(GuestExits, after.Count - before.Count);
        Assert.InRange(after.Minimum, 1, after.Maximum);
        Assert.InRange(after.Sum - before.Sum, after.Minimum * GuestExits, 60_000_000_000);
        Assert.Equal(1, _metrics.I8042.Resets.Value - resets);
    }

    [Fact]
    public void ReadsAndWhatIsPrintedAreCounted()
    {
        long reads = _metrics.Vcpu.ExitsOf(0).PortReads.Count;
        long writes = _metrics.Uart.Writes.Value;

        Run("ports");

        // It shows five ports, and looks at one of them before each letter.
        long letters = _metrics.Uart.Writes.Value - writes;
        Assert.InRange(letters, 30, 100);
        Assert.Equal(letters + 5, _metrics.Vcpu.ExitsOf(0).PortReads.Count - reads);
    }

    [Fact]
    public void AGuestThatCannotGoOnIsAFailure()
    {
        long failures = _metrics.Vcpu.Failures.Value;

        Assert.Equal(ExitCode.GenericError, Run("triple-fault").ExitCode);

        Assert.Equal(1, _metrics.Vcpu.Failures.Value - failures);
    }

    private VcpuOutcome Run(string name)
    {
        Requires.Kvm();
        string guest = Artifacts.Guest(name);
        Assert.SkipUnless(File.Exists(guest), "needs the test guests: run tests/guests/build artifacts/guests");
        // Threads inherit it: the kick that stops a processor must not end this process.
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        using BootFiles boot = BootFiles.Open(new BootSource(guest, null, ""));
        using HostBackends backends = new(new GuestMetadata("vm", 51200));
        using MicroVm machine = MicroVmBuilder.Build(VmConfiguration.Default, boot, backends, _loop, new NullConsole());
        machine.Vcpus.PrepareThreads(ThreadFilters.None);
        machine.Run();
        _loop.Run();
        machine.Stop();
        return machine.Vcpus.Outcome ?? VcpuOutcome.Finished;
    }

    private sealed class NullConsole : IConsoleSink
    {
        public void Put(byte value)
        {
        }
    }
}
