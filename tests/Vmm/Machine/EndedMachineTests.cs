using System.Diagnostics;
using System.Threading;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Vmm.Model;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>A guest that resets the machine while it is being paused has ended: nobody takes the machine for a paused one and saves it.</summary>
[Collection(NamedThreads.Collection)]
public sealed class EndedMachineTests(ITestOutputHelper output)
{
    private const int Machines = 300;

    [Fact]
    public void AResetDuringAPauseIsTheEnd()
    {
        Requires.Kvm();
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        int seed = Seed.Next();
        Random random = new(seed);
        // The first machine also compiles what it runs.
        TimeToReset();
        TimeSpan longest = TimeToReset() * 1.5;
        int ended = 0;
        for (int number = 0; number < Machines; number++)
        {
            using BootFiles boot = Boot();
            using MovableMachine machine = MovableMachine.OfBoot(VmConfiguration.Default, boot, new Transcript());
            machine.Machine.Run();
            Wait(longest * random.NextDouble());

            Assert.True(machine.Machine.TryPause());

            Assert.Equal(machine.Machine.Reset.IsPulled, machine.Machine.Vcpus.Outcome is not null);
            ended += machine.Machine.Reset.IsPulled ? 1 : 0;
        }
        output.WriteLine($"seed {seed}: {ended} of {Machines} ended first, within {longest.TotalMilliseconds:0.0} ms");
        Assert.InRange(ended, 1, Machines - 1);
    }

    private static TimeSpan TimeToReset()
    {
        using BootFiles boot = Boot();
        using MovableMachine machine = MovableMachine.OfBoot(VmConfiguration.Default, boot, new Transcript());
        Stopwatch time = Stopwatch.StartNew();
        machine.Machine.Run();
        SpinWait.SpinUntil(() => machine.Machine.Vcpus.Outcome is not null);
        return time.Elapsed;
    }

    private static BootFiles Boot() => BootFiles.Open(new BootSource(Artifacts.Guest("shutdown"), null, ""));

    private static void Wait(TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
        }
    }
}
