using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Signals;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Tests.Machine.Description.Acpi;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;
using InitialRamDisk = Kiln.Testing.Harness.InitialRamDisk;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Guests on the real KVM see the three keys, and that their machine was copied. It runs in this process, unfiltered, since only the API
/// presses keys.</summary>
[Collection(NamedThreads.Collection)]
public sealed class CtrlAltDelTests : IEventHandler, IDisposable
{
    // Linux takes half a minute to boot where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    // Above what the test host opens by itself.
    private const int FirstDriveNumber = 900;

    private readonly TimerFd _deadline = TimerFd.Create();
    private readonly EventLoop _loop = new();
    private readonly AnonymousPipeServerStream _console = new(PipeDirection.In);
    private readonly StringBuilder _output = new();

    public void Dispose()
    {
        _deadline.Dispose();
        _console.Dispose();
        _loop.Dispose();
    }

    /// <summary>The guest took too long.</summary>
    void IEventHandler.OnReady(EpollEvents events)
    {
        _deadline.Drain();
        _loop.Stop();
    }

    [Fact]
    public void AGuestReadsFourCodes()
    {
        string guest = Artifacts.Guest("keys");
        Assert.SkipUnless(File.Exists(guest), "needs the test guests: run tests/guests/build artifacts/guests");

        Assert.Equal(VcpuOutcome.Finished, Run(VmConfiguration.Default, new BootSource(guest, null, ""), ("keys ready", PressKeys)));
        Assert.Contains("0x140x110xe00x71", _output.ToString(), StringComparison.Ordinal);
    }

    // The only boot of Linux with ACPI: the others go without, which is faster where KVM emulates the guest's kernel mode.
    [Fact]
    public void LinuxFindsItsDevicesByAcpiAndIsInterruptedByThem()
    {
        Assert.SkipUnless(
            File.Exists(Artifacts.GuestKernel), "needs a guest kernel: run scripts/build-guest-kernel, or name one by KILN_GUEST_KERNEL");
        string disk = Path.GetTempFileName();
        using TemporaryFile sectors = new(new byte[8 * 512]);
        VmConfiguration devices = VmConfiguration.Default with
        {
            Drives = DriveList.None.With(new DriveConfiguration("data", false) { Path = sectors.Path, IsReadOnly = true }),
            Entropy = new EntropyConfiguration(),
        };
        try
        {
            File.WriteAllBytes(disk, new InitialRamDisk().Add("init", File.ReadAllBytes(Artifacts.Guest("linux-init"))).ToBytes());
            string line = "console=ttyS0 loglevel=8 lpj=5000000 i8042.noaux i8042.nomux i8042.dumbkbd then=keys";

            VcpuOutcome outcome = Run(
                devices, new BootSource(Artifacts.GuestKernel, disk, line),
                ("linux: keys ready", CopyMachine), ("crng reseeded due to virtual machine fork", PressKeys));

            string output = _output.ToString();
            Assert.True(outcome == VcpuOutcome.Finished, output);
            Assert.Contains("linux: keys pressed", output, StringComparison.Ordinal);
            Assert.Contains("00:00: ttyS0 at I/O 0x3f8", output, StringComparison.Ordinal);
            Assert.Contains("i8042: PNP: PS/2 Controller [PNP0303:PS2] at 0x60,0x64", output, StringComparison.Ordinal);
            Assert.Equal([], FirmwareComplaints.In(output));
            Assert.Contains("[vda] 8 512-byte logical blocks", output, StringComparison.Ordinal);
            Assert.Matches(@"IO-APIC +5-edge +virtio0", output);
            Assert.Matches(@"IO-APIC +6-edge +virtio1", output);
            // The lines of the generation id and of the clock, each raised once.
            Assert.Matches(@"\d+: +1 +IO-APIC +7-edge +ACPI:Ged", output);
            Assert.Matches(@"\d+: +1 +IO-APIC +8-edge +ACPI:Ged", output);
        }
        finally
        {
            File.Delete(disk);
        }
    }

    private static void PressKeys(MicroVm machine) => Assert.True(machine.Keyboard.TryPressCtrlAltDel());

    // Notifies the guest as after a restored snapshot.
    private static void CopyMachine(MicroVm machine)
    {
        machine.GenerationId.Renew();
        machine.GenerationId.Notify();
        machine.Clock.Disrupt();
        machine.Clock.Notify();
    }

    // Performs each action when the guest has printed the text before it, in order.
    private VcpuOutcome Run(VmConfiguration configuration, BootSource source, params (string Said, Action<MicroVm> Deed)[] deeds)
    {
        Assert.SkipUnless(File.Exists(HostCapabilities.DevicePath), "needs /dev/kvm: this host has no KVM device");
        // Threads inherit it: the kick that stops a processor must not end this process.
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        Descriptor pipe = new((int)_console.ClientSafePipeHandle.DangerousGetHandle());
        using ConsoleOutput output = new(pipe, _loop);
        using BootFiles boot = BootFiles.Open(source);
        using HostBackends backends = new(new DriveFiles(FirstDriveNumber), new Taps(), new VsockBackend(), new GuestMetadata("vm", 51200));
        foreach (DriveConfiguration drive in configuration.Drives)
        {
            Assert.Null(backends.Drives.Open(drive));
        }
        using MicroVm machine = MicroVmBuilder.Build(configuration, boot, backends, _loop, output);
        _ = _loop.Watch(_deadline.Descriptor, this);
        _deadline.Start(_patience, TimeSpan.Zero);
        Thread reader = new(() => Listen(machine, new Queue<(string Said, Action<MicroVm> Deed)>(deeds))) { IsBackground = true };
        reader.Start();
        machine.Vcpus.PrepareThreads(ThreadFilters.None);
        machine.Run();
        _loop.Run();
        machine.Stop();
        output.Flush();
        _console.DisposeLocalCopyOfClientHandle();
        reader.Join();
        return machine.Vcpus.Outcome ?? VcpuOutcome.Finished;
    }

    private void Listen(MicroVm machine, Queue<(string Said, Action<MicroVm> Deed)> deeds)
    {
        byte[] buffer = new byte[256];
        for (int count; (count = _console.Read(buffer)) > 0;)
        {
            _output.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (deeds.TryPeek(out (string Said, Action<MicroVm> Deed) next) && _output.ToString().Contains(next.Said, StringComparison.Ordinal))
            {
                deeds.Dequeue().Deed(machine);
            }
        }
    }
}
