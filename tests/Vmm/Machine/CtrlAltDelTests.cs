using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Linux;
using Kiln.Vmm.Console;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine;
using Xunit;
using BootFiles = Kiln.Vmm.Machine.Boot.BootFiles;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Guests on the real KVM see the three keys. The machine runs in this process, unfiltered, since only the API presses keys.</summary>
[Collection(NamedThreads.Collection)]
public sealed class CtrlAltDelTests : IEventHandler, IDisposable
{
    // Linux takes half a minute to boot where KVM emulates the guest's kernel mode, and more on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

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

        Assert.Equal(VcpuOutcome.Finished, Run(new BootSource(guest, null, ""), "keys ready"));
        Assert.Contains("0x140x110xe00x71", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LinuxIsInterrupted()
    {
        Assert.SkipUnless(
            File.Exists(Artifacts.GuestKernel), "needs a guest kernel: run scripts/build-guest-kernel, or name one by KILN_GUEST_KERNEL");
        string disk = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(disk, new InitialRamDisk().Add("init", File.ReadAllBytes(Artifacts.Guest("linux-init"))).ToBytes());
            string line = "console=ttyS0 loglevel=6 acpi=off lpj=5000000 i8042.noaux i8042.nomux i8042.dumbkbd then=keys";

            Assert.Equal(VcpuOutcome.Finished, Run(new BootSource(Artifacts.GuestKernel, disk, line), "linux: keys ready"));
            Assert.Contains("linux: keys pressed", _output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(disk);
        }
    }

    // Presses the keys when the guest has said that it waits for them.
    private VcpuOutcome Run(BootSource source, string ready)
    {
        Assert.SkipUnless(File.Exists(HostCapabilities.DevicePath), "needs /dev/kvm: this host has no KVM device");
        // Threads inherit it: the kick that stops a processor must not end this process.
        SignalMask.Block(new SignalSet().With(VmmSignals.Kick));
        Descriptor pipe = new((int)_console.ClientSafePipeHandle.DangerousGetHandle());
        using ConsoleOutput output = new(pipe, _loop);
        using BootFiles boot = BootFiles.Open(source);
        using DriveFiles drives = new();
        using MicroVm machine = MicroVmBuilder.Build(VmConfiguration.Default, boot, drives, _loop, output);
        _loop.Add(_deadline.Descriptor, EpollEvents.EPOLLIN, this);
        _deadline.Start(_patience, TimeSpan.Zero);
        Thread reader = new(() => Press(machine, ready)) { IsBackground = true };
        reader.Start();
        machine.PrepareThreads(null);
        machine.Run();
        _loop.Run();
        machine.Stop();
        output.Flush();
        _console.DisposeLocalCopyOfClientHandle();
        reader.Join();
        return machine.Outcome;
    }

    private void Press(MicroVm machine, string ready)
    {
        byte[] buffer = new byte[256];
        bool pressed = false;
        for (int count; (count = _console.Read(buffer)) > 0;)
        {
            _output.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (!pressed && _output.ToString().Contains(ready, StringComparison.Ordinal))
            {
                pressed = machine.Devices.Keyboard.TryPressCtrlAltDel();
                Assert.True(pressed);
            }
        }
    }
}
