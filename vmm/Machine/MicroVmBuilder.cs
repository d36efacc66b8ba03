using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine;

/// <summary>Builds a machine from its configuration, in the order in which Firecracker makes its calls but for memory, which comes first.</summary>
internal static unsafe class MicroVmBuilder
{
    // The first page of the hole that memory leaves for devices.
    private const ulong BootTimerAddress = 0xC000_0000;

    /// <summary>Builds a machine whose processors are ready to enter the kernel. What was made of one that cannot be is given back.</summary>
    /// <param name="configuration">What it is made of.</param>
    /// <param name="boot">What it boots.</param>
    /// <param name="drives">The files of its drives.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="output">Where the serial port writes.</param>
    /// <exception cref="VmmFailure">The host, the kernel image or the memory size does not allow it.</exception>
    /// <exception cref="LinuxException">KVM refuses a step that it should not, or no descriptor is left.</exception>
    internal static MicroVm Build(VmConfiguration configuration, BootFiles boot, DriveFiles drives, EventLoop loop, IConsoleSink output)
    {
        MachineParts parts = new();
        try
        {
            return Build(parts, configuration, boot, drives, loop, output);
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    private static MicroVm Build(
        MachineParts parts, VmConfiguration configuration, BootFiles boot, DriveFiles drives, EventLoop loop, IConsoleSink output)
    {
        StartMoment started = StartMoment.Now;
        KernelCommandLine commandLine = boot.CommandLine;
        GuestMemory memory = parts.Add(MachineMemory.Map(configuration.Machine));
        RunningProcessor host = new();
        CpuTemplate template = configuration.CustomTemplate ?? StaticCpuTemplates.For(configuration.Machine.Template, host);
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, template.Capabilities);
        GuestTileData.Permit();
        CpuidLeaves leaves = system.GetSupportedCpuid();
        if (system.TryCreateVm(out KvmVm? created) is { } error)
        {
            throw new VmmFailure($"KVM cannot make a virtual machine: {error}");
        }
        KvmVm vm = parts.Add(created!);
        // Before the interrupt controllers: later the kernel would wait some milliseconds for readers of its tables.
        MapMemory(vm, memory, configuration.Machine.TracksDirtyPages ? KvmMemoryFlags.KVM_MEM_LOG_DIRTY_PAGES : default);
        vm.SetTssAddress(BootLayout.TssAddress);
        vm.CreateIrqchip();
        vm.CreatePit();
        EventFd stopped = parts.Add(EventFd.Create());
        VcpuGate gate = new();
        DeferredWrites deferred = parts.Add(new DeferredWrites(configuration.Machine.Processors.Count, gate, loop));
        ResetLine reset = new();
        Bus ports = new();
        Bus addresses = new();
        Vcpu[] vcpus = new Vcpu[configuration.Machine.Processors.Count];
        for (int index = 0; index < vcpus.Length; index++)
        {
            vcpus[index] = parts.Add(
                new Vcpu(index, vm.CreateVcpu(index), ports, addresses, reset, gate, stopped, deferred.Of(index), VmmMetrics.Process.Vcpu));
        }
        LegacyDevices devices = new(parts, vm, ports, reset, Limit(configuration.Serial.Limit, output), VmmMetrics.Process);
        if (configuration.BootTimer)
        {
            BootReport report = parts.Add(new BootReport(started, loop));
            addresses.Add(BootTimerAddress, BootTimer.Length, report.Timer);
        }
        LoadedKernel loaded = LoadedKernel.Load(boot.Kernel, memory);
        GuestRegion? diskPlace = boot.Initrd is null ? null : InitialRamDisk.Load(boot.Initrd, memory);
        commandLine.Append("pci=off");
        ProcessorEntry entry = ProcessorEntry.Of(loaded.Protocol);
        SystemMemory place = new();
        GsiAllocator interrupts = new();
        VirtioDevices virtio = new(parts, vm, memory, addresses, interrupts, commandLine, loop);
        virtio.Attach(configuration, drives);
        AcpiDevices acpi = new(parts, vm, memory, place, interrupts);
        new BootState(GuestCpuid.Of(host, configuration.Machine.Processors), template, entry)
            .Set(Array.ConvertAll(vcpus, vcpu => vcpu.Kvm), leaves, loaded.Entry);
        entry.WriteTables(memory);
        int lineLength = commandLine.Write(memory);
        MpTable.Write(memory, place, vcpus.Length);
        if (loaded.Protocol == BootProtocol.Pvh)
        {
            StartInfo.Write(memory, diskPlace);
        }
        else
        {
            ZeroPage.Write(memory, loaded.Header, lineLength, diskPlace);
        }
        AcpiTables.Write(memory, place, vcpus.Length, virtio.Places, acpi.GenerationId, acpi.Clock);
        return new MicroVm(parts, vcpus, gate, deferred, devices, virtio.Drives, acpi, stopped, loop);
    }

    private static void MapMemory(KvmVm vm, GuestMemory memory, KvmMemoryFlags flags)
    {
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            GuestRegion region = memory.Regions[index];
            vm.SetMemory((uint)index, region.Start, region.Length, memory.HostAddressOf(index), flags);
        }
    }

    private static IConsoleSink Limit(TokenBucketSize? limit, IConsoleSink sink) =>
        limit is null ? sink : new LimitedSink(sink, new TokenBucket(limit, MonotonicClock.Nanoseconds), VmmMetrics.Process.Uart.DroppedBytes);
}
