namespace Kiln.Vmm.Logging;

/// <summary>The areas of the monitor that lines come from; an operator can ask for one alone.</summary>
internal enum Module
{
    /// <summary>Start and end of the process.</summary>
    Main,

    /// <summary>Requests and answers.</summary>
    Api,

    /// <summary>What requests ask for.</summary>
    Control,

    /// <summary>The guest's console on this side.</summary>
    Console,

    /// <summary>The machine as a whole.</summary>
    Machine,

    /// <summary>Kernel, command line and tables.</summary>
    Boot,

    /// <summary>Processors.</summary>
    Vcpu,

    /// <summary>The serial port.</summary>
    Serial,

    /// <summary>The keyboard controller.</summary>
    I8042,

    /// <summary>The boot timer.</summary>
    BootTimer,

    /// <summary>Drives.</summary>
    Block,

    /// <summary>Metrics.</summary>
    Metrics,
}
