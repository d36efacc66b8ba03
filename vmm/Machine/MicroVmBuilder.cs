using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine;

/// <summary>Builds a machine from its configuration: the board, then the devices, then the boot structures.</summary>
internal static class MicroVmBuilder
{
    /// <summary>Builds a machine whose processors are ready to enter the kernel. Releases everything on failure.</summary>
    /// <param name="backends">What its devices use of the host.</param>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <param name="output">Receives the serial port's output.</param>
    /// <exception cref="VmmFailure">The host, the kernel image or the memory size does not permit it.</exception>
    /// <exception cref="LinuxException">An unexpected KVM failure, or the process is out of descriptors.</exception>
    internal static MicroVm Build(VmConfiguration configuration, BootFiles boot, HostBackends backends, EventLoop loop, IConsoleSink output)
    {
        StartMoment started = StartMoment.Now;
        RunningProcessor host = new();
        CpuTemplate template = TemplateOf(configuration, host);
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, template.Capabilities);
        GuestTileData.Permit();
        CpuidLeaves leaves = system.GetSupportedCpuid();
        MicroVm machine = Build(configuration, new AnonymousBacking(configuration.Machine.Pages), system, backends, loop, output, started);
        try
        {
            LoadedKernel kernel = MachineBoot.Load(machine, configuration, boot);
            new BootState(GuestCpuid.Of(host, configuration.Machine.Processors), template, ProcessorEntry.Of(kernel.Protocol))
                .Set(machine.Vcpus.Kvm, leaves, kernel.Entry);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>The CPU template of a machine: the operator's own, or a static one.</summary>
    /// <param name="host">The host's processor, for which a static template must have been made.</param>
    /// <exception cref="VmmFailure">The static template is for other processors.</exception>
    internal static CpuTemplate TemplateOf(VmConfiguration configuration, RunningProcessor host) =>
        configuration.CustomTemplate ?? StaticCpuTemplates.For(configuration.Machine.Template, host);

    /// <summary>Builds a machine with its devices, to boot a kernel or to load a state: both create devices the same way.</summary>
    /// <param name="backing">Provides the pages of its memory.</param>
    /// <param name="system">Creates the KVM virtual machine.</param>
    /// <param name="backends">What its devices use of the host.</param>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <param name="output">Receives the serial port's output.</param>
    /// <param name="started">When the start was requested.</param>
    /// <exception cref="VmmFailure">The host or the configuration does not permit it.</exception>
    /// <exception cref="LinuxException">An unexpected KVM failure, or the process is out of descriptors.</exception>
    internal static MicroVm Build(
        VmConfiguration configuration,
        IMemoryBacking backing,
        KvmSystem system,
        HostBackends backends,
        EventLoop loop,
        IConsoleSink output,
        StartMoment started)
    {
        MicroVm machine = new(configuration.Machine, backing, system, loop);
        try
        {
            backends.Metadata.Prepare(configuration.Mmds);
            new MachineDevices(machine.Board, loop, VmmMetrics.Process).Add(configuration, backends, output, started);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }
}
