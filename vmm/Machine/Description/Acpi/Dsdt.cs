using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Machine.Description.Acpi.Aml;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine.Description.Acpi;

/// <summary>The table of devices that a kernel does not find by itself: the DSDT (ACPI 6.5, 5.2.11.1), in AML.</summary>
internal static class Dsdt
{
    // From 2 on, numbers have 64 bits.
    private const byte Revision = 2;

    // Present, enabled, shown and working (6.3.7).
    private const ulong Working = 0b1111;

    /// <summary>Makes the table.</summary>
    /// <param name="devices">The virtio devices in the order in which they are attached, which is that of their names in the guest.</param>
    /// <param name="generationId">The generation id.</param>
    /// <param name="clock">The page about the clock.</param>
    internal static byte[] Of(IReadOnlyList<MmioDevice> devices, VmGenerationId generationId, VmClock clock)
    {
        List<AmlTerm> terms = [];
        foreach (MmioDevice device in devices)
        {
            terms.Add(Virtio(device));
        }
        terms.Add(AmlObject.Scope(
            @"\_SB_", Describe(generationId), Describe(clock), EventDevice(generationId.Gsi, clock.Gsi), SerialPort(), Keyboard()));
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

    // Linux before 6.10 finds it by _HID alone, other kernels by _CID.
    private static AmlTerm Describe(VmGenerationId device) => AmlObject.Device(
        "VGEN",
        AmlObject.Name("_HID", AmlData.String("VMGENCTR")),
        AmlObject.Name("_CID", AmlData.String("VM_Gen_Counter")),
        AmlObject.Name("_DDN", AmlData.String("VM_Gen_Counter")),
        AmlObject.Name("ADDR", AmlData.Package(
            AmlData.Integer((uint)device.Address.Value), AmlData.Integer(device.Address.Value >> 32))));

    private static AmlTerm Describe(VmClock device) => AmlObject.Device(
        "VCLK",
        AmlObject.Name("_HID", AmlData.String("AMZNC10C")),
        AmlObject.Name("_CID", AmlData.String("VMCLOCK")),
        AmlObject.Name("_DDN", AmlData.String("VMCLOCK")),
        AmlObject.Name("_STA", AmlData.Integer(Working)),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.ReadOnlyMemory(checked((uint)device.Address.Value), VmClock.Length))));

    // Turns interrupts into notifications (5.6.9): this machine has none of the hardware that otherwise does.
    private static AmlTerm EventDevice(uint generationId, uint clock) => AmlObject.Device(
        "GED_",
        AmlObject.Name("_HID", AmlData.String("ACPI0013")),
        AmlObject.Name("_CRS", AmlResource.Template(AmlResource.Interrupt(generationId), AmlResource.Interrupt(clock))),
        AmlObject.SerializedMethod("_EVT", 1, Forward(generationId, @"\_SB_.VGEN"), Forward(clock, @"\_SB_.VCLK")));

    private static AmlTerm Forward(uint gsi, string device)
    {
        // The first value that devices give a meaning of their own.
        const byte Changed = 0x80;
        return AmlStatement.If(
            AmlStatement.Equal(AmlStatement.FirstArgument, AmlData.Integer(gsi)), AmlStatement.Notify(device, Changed));
    }

    private static AmlTerm SerialPort() => AmlObject.Device(
        "COM1",
        AmlObject.Name("_HID", AmlData.EisaId("PNP0501")),
        AmlObject.Name("_UID", AmlData.Integer(0)),
        AmlObject.Name("_DDN", AmlData.String("COM1")),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.Interrupt(LegacyDevices.SerialInterrupt), AmlResource.Ports(LegacyDevices.SerialPorts, LegacyDevices.SerialPortCount))));

    // A kernel that has ACPI looks for a keyboard nowhere else, and Ctrl-Alt-Del comes by the keyboard.
    private static AmlTerm Keyboard() => AmlObject.Device(
        "PS2_",
        AmlObject.Name("_HID", AmlData.EisaId("PNP0303")),
        AmlObject.Name("_STA", AmlData.Integer(Working)),
        AmlObject.Name("_CRS", AmlResource.Template(
            AmlResource.Ports(LegacyDevices.KeyboardDataPort, 1),
            AmlResource.Ports(LegacyDevices.KeyboardCommandPort, 1),
            AmlResource.Interrupt(LegacyDevices.KeyboardInterrupt))));
}
