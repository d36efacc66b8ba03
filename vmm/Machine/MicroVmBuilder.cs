using Kiln.Linux;
using Kiln.Vmm.Console;
using Kiln.Vmm.Control;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Cpu;
using Kiln.Vmm.Machine.Kvm;
using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Machine;

/// <summary>Builds a machine from its configuration, in the order in which Firecracker makes its calls but for memory, which comes first.</summary>
internal static unsafe class MicroVmBuilder
{
    private const ushort SerialPorts = 0x3F8;
    private const uint SerialInterrupt = 4;
    private const ushort KeyboardPorts = 0x60;
    private const uint KeyboardInterrupt = 1;

    /// <summary>Builds a machine whose processors are ready to enter the kernel.</summary>
    /// <param name="configuration">What it is made of.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="output">Where the serial port writes.</param>
    /// <exception cref="VmmFailure">The host, the kernel image or the memory size does not allow it.</exception>
    /// <exception cref="LinuxException">KVM refuses a step that it should not.</exception>
    internal static MicroVm Build(VmConfiguration configuration, EventLoop loop, ConsoleOutput output)
    {
        using KernelFile kernel = KernelFile.Open("kernel", configuration.BootSource.KernelImagePath);
        using KernelFile? disk = configuration.BootSource.InitrdPath is { } path ? KernelFile.Open("initrd", path) : null;
        KernelCommandLine commandLine = KernelCommandLine.Parse(configuration.BootSource.BootArguments);
        GuestMemory memory = CreateMemory(configuration.Machine);
        using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath);
        CpuidLeaves leaves = system.GetSupportedCpuid();
        if (system.TryCreateVm(out KvmVm? vm) is { } error)
        {
            throw new VmmFailure($"KVM cannot make a virtual machine: {error}");
        }
        // Before the interrupt controllers: later the kernel would wait some milliseconds for readers of its tables.
        MapMemory(vm!, memory);
        vm!.SetTaskStateAddress(BootLayout.TaskStateAddress);
        vm.CreateInterruptControllers();
        vm.CreateIntervalTimer();
        EventFd stopped = EventFd.Create();
        ResetLine reset = new();
        PortBus ports = new();
        Vcpu[] vcpus = new Vcpu[configuration.Machine.VcpuCount];
        for (int index = 0; index < vcpus.Length; index++)
        {
            vcpus[index] = new Vcpu(index, vm.CreateVcpu(index), ports, reset, stopped);
        }
        SerialConsole console = AddSerialPort(vm, ports, output);
        AddKeyboardController(vm, ports, reset);
        LoadedKernel loaded = LoadedKernel.Load(kernel, memory);
        GuestRegion? diskPlace = disk is null ? null : InitialRamDisk.Load(disk, memory);
        commandLine.Append("pci=off");
        ProcessorEntry entry = ProcessorEntry.Of(loaded.Protocol);
        foreach (Vcpu vcpu in vcpus)
        {
            vcpu.Kvm.SetCpuid(leaves);
            BootMsrs.Set(vcpu.Kvm);
            entry.SetRegisters(vcpu.Kvm, loaded.Entry);
            LocalApic.ConnectPins(vcpu.Kvm);
        }
        entry.WriteTables(memory);
        int lineLength = commandLine.Write(memory);
        MultiProcessorTable.Write(memory, vcpus.Length);
        if (loaded.Protocol == BootProtocol.Pvh)
        {
            StartInfo.Write(memory, diskPlace);
        }
        else
        {
            ZeroPage.Write(memory, loaded.Header, lineLength, diskPlace);
        }
        return new MicroVm(vm, memory, vcpus, console, stopped, loop);
    }

    private static GuestMemory CreateMemory(MachineConfiguration machine) =>
        GuestMemory.TryCreate(machine.MemoryMebibytes << 20, machine.Pages, out GuestMemory? memory) is { } error
            ? throw new VmmFailure($"the host does not give {machine.MemoryMebibytes} MiB for the guest: {error}; {Cure(machine.Pages)}")
            : memory!;

    private static string Cure(HugePages pages) => pages switch
    {
        HugePages.Reserved => "lower mem_size_mib, or reserve huge pages in /proc/sys/vm/nr_hugepages",
        HugePages.Transparent => "lower mem_size_mib, or set huge_pages to None: this host's kernel may have no transparent huge pages",
        _ => "lower mem_size_mib",
    };

    private static void MapMemory(KvmVm vm, GuestMemory memory)
    {
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            GuestRegion region = memory.Regions[index];
            vm.SetMemory((uint)index, region.Start, region.Length, memory.HostAddressOf(index));
        }
    }

    private static SerialConsole AddSerialPort(KvmVm vm, PortBus ports, ConsoleOutput output)
    {
        InterruptLine interrupt = new();
        vm.ConnectInterrupt(interrupt.Line, SerialInterrupt);
        InterruptLine room = new();
        SerialPort<ConsoleOutput, InterruptLine> port = new(output, interrupt, room);
        ports.Add(SerialPorts, SerialPort<ConsoleOutput, InterruptLine>.PortCount, port);
        return new SerialConsole(port, room.Line);
    }

    private static void AddKeyboardController(KvmVm vm, PortBus ports, ResetLine reset)
    {
        InterruptLine interrupt = new();
        vm.ConnectInterrupt(interrupt.Line, KeyboardInterrupt);
        ports.Add(KeyboardPorts, I8042<ResetLine, InterruptLine>.PortCount, new I8042<ResetLine, InterruptLine>(reset, interrupt));
    }
}
