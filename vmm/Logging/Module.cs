namespace Kiln.Vmm.Logging;

/// <summary>The modules that lines come from; an operator can select some of them.</summary>
internal enum Module
{
    /// <summary>Start and end of the process.</summary>
    Main,

    /// <summary>API requests and answers.</summary>
    Api,

    /// <summary>The execution of actions.</summary>
    Control,

    Machine,

    /// <summary>Kernel image, command line and boot tables.</summary>
    Boot,

    BootTimer,

    Block,

    Net,

    Vsock,

    Balloon,

    Metrics,
}
