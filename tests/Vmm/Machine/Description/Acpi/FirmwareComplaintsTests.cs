using Xunit;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi;

/// <summary>A kernel's firmware complaints are distinguished from its other messages.</summary>
public sealed class FirmwareComplaintsTests
{
    [Theory]
    [InlineData("[    0.0] ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.VGEN], AE_NOT_FOUND (20220331/dswload2-162)")]
    [InlineData("[    0.0] ACPI BIOS Warning (bug): Incorrect checksum in table [DSDT] - 0x23, should be 0x24 (20220331/tbprint-173)")]
    [InlineData("[    0.0] ACPI Error: Aborting method \\_SB.GED._EVT due to previous error (AE_NOT_FOUND)")]
    [InlineData("[    0.0] ACPI: Unable to load the System Description Tables")]
    [InlineData("[    0.0] [Firmware Bug]: ACPI MADT: wrong")]
    [InlineData("[    0.0] vmgenid: probe of VMGENCTR:00 failed with error -5")]
    public void AComplaintIsFound(string line) => Assert.Equal([line], FirmwareComplaints.In($"before\n{line}\nafter"));

    [Theory]
    [InlineData("[    0.0] ACPI: Early table checksum verification disabled")]
    [InlineData("[    0.0] [Firmware Bug]: TSC doesn't count with P0 frequency!")]
    [InlineData("[    0.0] platform rtc_cmos: registered platform RTC device (no PNP device found)")]
    [InlineData("[    0.0] PCI: Using host bridge windows from ACPI; if necessary, use \"pci=nocrs\" and report a bug")]
    [InlineData("[    0.0] PCI: Fatal: No config space access function found")]
    public void WhatIsNoneIsNot(string line) => Assert.Empty(FirmwareComplaints.In(line));
}
