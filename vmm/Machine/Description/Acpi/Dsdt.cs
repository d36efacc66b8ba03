using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Machine.Description.Acpi.Aml;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The DSDT, which describes in AML the devices that a kernel cannot discover (ACPI 6.5, 5.2.11.1).</summary>
internal static class Dsdt
{
    // From revision 2 on, integers have 64 bits.
    private const byte Revision = 2;

    // _STA: present, enabled, visible and functioning (6.3.7).
    private const ulong Working = 0b1111;

    /// <param name="devices">The collected descriptions of the devices.</param>
    internal static byte[] Of(GuestDescription devices)
    {
        List<AmlTerm> terms = [];
        foreach (MmioDevice device in devices.Virtio)
        {
            terms.Add(Virtio(device));
        }
        terms.Add(AmlObject.Scope(
            @"\_SB_",
            GenerationId(devices.GenerationId),
            Clock(devices.Clock),
            EventDevice(devices.GenerationId.Gsi, devices.Clock.Gsi),
            SerialPort(devices.SerialPort),
            Keyboard(devices.Keyboard)));
        return AcpiTable.Of("DSDT"u8, Revision, "FCVMDSDT"u8, AmlTerm.Join([.. terms]));
    }

    private static AmlTerm Virtio(MmioDevice device)
    {
        uint number = device.Gsi - GsiAllocator.First;
        return AmlObject.Device(
            $"V{number:000}",
            AmlObject.Name("_HID", AmlData.String("LNRO0005")),
            AmlObject.Name("_UID", AmlData.DWord(number)),
            AmlObject.Name("_CCA", AmlData.Integer(1)),
            AmlObject.Name("_CRS", AmlResource.Template(
                AmlResource.Registers(checked((uint)device.Address), MmioDevice.Length), AmlResource.Interrupt(device.Gsi))));
    }

    // Linux before 6.10 matches _HID alone, other kernels match _CID.
    private static AmlTerm GenerationId(SharedMemory device) => AmlObject.Device(
        "VGEN",
        AmlObject.Name("_HID", AmlData.String("VMGENCTR")),
        AmlObject.Name("_CID", AmlData.String("VM_Gen_Counter")),
        AmlObject.Name("_DDN", AmlData.String("VM_Gen_Counter")),
        AmlObject.Name("ADDR", AmlData.Package(
            AmlData.Integer((uint)device.Address.Value), AmlData.Integer(device.Address.Value >> 32))));

    private static AmlTerm Clock(SharedMemory device) => AmlObject.Device(
        "VCLK",
        AmlObject.Name("_HID", AmlData.String("AMZNC10C")),
        AmlObject.Name("_CID", AmlData.String("VMCLOCK")),
        AmlObject.Name("_DDN", AmlData.String("VMCLOCK")),
        AmlObject.Name("_STA", AmlData.Integer(Working)),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.ReadOnlyMemory(checked((uint)device.Address.Value), VmClock.Length))));

    // Generic Event Device: turns interrupts into notifications (5.6.9), since the platform has no fixed ACPI hardware.
    private static AmlTerm EventDevice(uint generationId, uint clock) => AmlObject.Device(
        "GED_",
        AmlObject.Name("_HID", AmlData.String("ACPI0013")),
        AmlObject.Name("_CRS", AmlResource.Template(AmlResource.Interrupt(generationId), AmlResource.Interrupt(clock))),
        AmlObject.SerializedMethod("_EVT", 1, Forward(generationId, @"\_SB_.VGEN"), Forward(clock, @"\_SB_.VCLK")));

    private static AmlTerm Forward(uint gsi, string device)
    {
        // The first of the device-specific notification values.
        const byte Changed = 0x80;
        return AmlStatement.If(
            AmlStatement.Equal(AmlStatement.FirstArgument, AmlData.Integer(gsi)), AmlStatement.Notify(device, Changed));
    }

    private static AmlTerm SerialPort(PortDevice device) => AmlObject.Device(
        "COM1",
        AmlObject.Name("_HID", AmlData.EisaId("PNP0501")),
        AmlObject.Name("_UID", AmlData.Integer(0)),
        AmlObject.Name("_DDN", AmlData.String("COM1")),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.Interrupt(device.Gsi), AmlResource.Ports(device.FirstPort, device.PortCount))));

    // With ACPI, a kernel looks for a keyboard nowhere else, and Ctrl-Alt-Del needs one.
    private static AmlTerm Keyboard(KeyboardController device) => AmlObject.Device(
        "PS2_",
        AmlObject.Name("_HID", AmlData.EisaId("PNP0303")),
        AmlObject.Name("_STA", AmlData.Integer(Working)),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.Ports(device.DataPort, 1),
            AmlResource.Ports(device.CommandPort, 1),
            AmlResource.Interrupt(device.Gsi))));
}
