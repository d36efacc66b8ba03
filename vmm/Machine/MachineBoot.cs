using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// Fills the memory of a new machine with everything its guest needs to boot: the kernel, its command line, and the tables that describe the
/// machine.
/// </summary>
internal static class MachineBoot
{
    /// <summary>Loads the kernel and writes the boot structures.</summary>
    /// <param name="machine">The machine; its devices have been added.</param>
    /// <returns>The kernel and how to enter it.</returns>
    /// <exception cref="VmmFailure">A file is not a valid image, or guest memory or the command line is too small.</exception>
    internal static LoadedKernel Load(MicroVm machine, VmConfiguration configuration, BootFiles boot)
    {
        GuestMemory memory = machine.Memory;
        int processors = configuration.Machine.Processors.Count;
        PlacedParts places = new();
        LoadedKernel kernel = LoadedKernel.Load(boot.Kernel, memory, places);
        GuestRegion? diskPlace = boot.Initrd is null ? null : InitialRamDisk.Load(boot.Initrd, memory, places);
        KernelCommandLine commandLine = boot.CommandLine;
        commandLine.Append("pci=off");
        AppendRoot(commandLine, configuration.Drives);
        GuestDescription devices = new(commandLine);
        machine.Devices.Describe(devices);
        ProcessorEntry.Of(kernel.Protocol).WriteTables(memory);
        int lineLength = commandLine.Write(memory);
        MpTable.Write(memory, machine.SystemMemory, processors);
        if (kernel.Protocol == BootProtocol.Pvh)
        {
            StartInfo.Write(memory, diskPlace);
        }
        else
        {
            ZeroPage.Write(memory, kernel.Header, lineLength, diskPlace);
        }
        AcpiTables.Write(memory, machine.SystemMemory, processors, devices);
        return kernel;
    }

    // The root drive is always the first, whatever its ID.
    private static void AppendRoot(KernelCommandLine commandLine, DriveList drives)
    {
        foreach (DriveConfiguration drive in drives)
        {
            if (drive.IsRoot)
            {
                commandLine.Append(drive.PartitionUuid is { } partition ? $"root=PARTUUID={partition}" : "root=/dev/vda");
                commandLine.Append(drive.IsReadOnly is true ? "ro" : "rw");
            }
        }
    }
}
