namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The registers of a 16550A by offset. The first two are the divisor latch while LCR.DLAB is set.</summary>
internal enum SerialRegister
{
    /// <summary>RBR (read), THR (write), or the low byte of the divisor.</summary>
    Data = 0,

    /// <summary>IER, or the high byte of the divisor.</summary>
    InterruptEnable = 1,

    /// <summary>IIR (read), FCR (write).</summary>
    InterruptIdentification = 2,

    LineControl = 3,

    ModemControl = 4,

    LineStatus = 5,

    ModemStatus = 6,

    Scratch = 7,
}
