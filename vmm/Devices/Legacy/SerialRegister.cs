namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The registers of a 16550A by their offsets; the first two are the divisor while LCR says so.</summary>
internal enum SerialRegister
{
    /// <summary>Receive buffer (read), transmit holding (write), or the divisor's low byte.</summary>
    Data = 0,

    /// <summary>Interrupt enable, or the divisor's high byte.</summary>
    InterruptEnable = 1,

    /// <summary>Interrupt identification (read), FIFO control (write).</summary>
    InterruptIdentification = 2,

    /// <summary>Line control.</summary>
    LineControl = 3,

    /// <summary>Modem control.</summary>
    ModemControl = 4,

    /// <summary>Line status.</summary>
    LineStatus = 5,

    /// <summary>Modem status.</summary>
    ModemStatus = 6,

    /// <summary>Scratch.</summary>
    Scratch = 7,
}
