using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>Bus entry of the MP table (4.3.2).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct mpc_bus
{
    public byte type;

    public byte busid;

    /// <summary>Type of the bus, padded with spaces.</summary>
    public fixed byte bustype[6];
}

/// <summary>I/O APIC entry of the MP table (4.3.3).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct mpc_ioapic
{
    public byte type;

    public byte apicid;

    public byte apicver;

    /// <summary>1: the IOAPIC is enabled.</summary>
    public byte flags;

    /// <summary>Guest-physical address of its registers.</summary>
    public uint apicaddr;
}

/// <summary>I/O interrupt assignment entry of the MP table (4.3.4).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct mpc_intsrc
{
    public byte type;

    /// <summary>0: a vectored interrupt.</summary>
    public byte irqtype;

    /// <summary>0: polarity and trigger mode follow the bus.</summary>
    public ushort irqflag;

    /// <summary>Bus that the interrupt comes from.</summary>
    public byte srcbus;

    /// <summary>Its IRQ on that bus.</summary>
    public byte srcbusirq;

    /// <summary>IOAPIC ID of the destination.</summary>
    public byte dstapic;

    /// <summary>Pin of that IOAPIC.</summary>
    public byte dstirq;
}

/// <summary>Local interrupt assignment entry of the MP table (4.3.5).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct mpc_lintsrc
{
    public byte type;

    /// <summary>0 INT, 1 NMI, 2 SMI, 3 ExtINT.</summary>
    public byte irqtype;

    /// <summary>0: polarity and trigger mode follow the bus.</summary>
    public ushort irqflag;

    /// <summary>Bus that the interrupt comes from.</summary>
    public byte srcbusid;

    /// <summary>Its IRQ on that bus.</summary>
    public byte srcbusirq;

    /// <summary>APIC ID of the destination; 0xFF means every local APIC.</summary>
    public byte destapic;

    /// <summary>LINT pin of that APIC, 0 or 1.</summary>
    public byte destapiclint;
}
