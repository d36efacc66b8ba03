using System.IO;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;
using InitialRamDisk = Kiln.Testing.Harness.InitialRamDisk;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Linux with two processors is moved from machine to machine while it boots, from its first second to its last.</summary>
[Collection(NamedThreads.Collection)]
public sealed class MovedLinuxTests(ITestOutputHelper output) : IDisposable
{
    private const int FewestMoves = 10;

    // Linux takes half a minute to boot where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly Transcript _console = new();
    private readonly string _disk = Path.GetTempFileName();

    public void Dispose() => File.Delete(_disk);

    [Fact]
    public void LinuxComesToItsEnd()
    {
        Requires.Kvm();
        Assert.SkipUnless(
            File.Exists(Artifacts.GuestKernel), "needs a guest kernel: run scripts/build-guest-kernel, or name one by KILN_GUEST_KERNEL");
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        File.WriteAllBytes(_disk, new InitialRamDisk().Add("init", File.ReadAllBytes(Artifacts.Guest("linux-init"))).ToBytes());
        VmConfiguration configuration = VmConfiguration.Default with
        {
            Machine = VmConfiguration.Default.Machine with { Processors = new ProcessorTopology(2, Smt: false) },
            Entropy = new EntropyConfiguration(),
        };
        using BootFiles boot = BootFiles.Open(
            new BootSource(Artifacts.GuestKernel, _disk, "console=ttyS0 loglevel=8 lpj=5000000 acpi=off i8042.noaux i8042.nomux i8042.dumbkbd reboot=k panic=1"));
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");

        (int moves, VcpuOutcome? outcome) = MovableMachine.MoveUntilItEnds(configuration, boot, _console, new Random(seed), 2000, _patience);

        output.WriteLine($"{moves} moves");
        Assert.Equal(VcpuOutcome.Finished, outcome);
        Assert.Contains("linux: processors=2", _console.Text, StringComparison.Ordinal);
        Assert.Contains("linux: done", _console.Text, StringComparison.Ordinal);
        string[] troubles = ["BUG", "Oops", "soft lockup", "rcu_sched", "WARNING"];
        Assert.All(troubles, trouble => Assert.DoesNotContain(trouble, _console.Text, StringComparison.Ordinal));
        Assert.True(moves >= FewestMoves, $"{moves} moves are too few to tell anything");
    }
}
