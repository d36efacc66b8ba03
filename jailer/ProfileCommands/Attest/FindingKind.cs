namespace Kiln.ProfileCommands.Attest;

/// <summary>How a thread's filters deviate from the expected ones.</summary>
internal enum FindingKind
{
    /// <summary>An expected program is missing.</summary>
    Missing,

    /// <summary>A program is present with different instructions.</summary>
    Different,

    /// <summary>A program is present that should not be.</summary>
    Extra,

    /// <summary>All programs are present, in the wrong order.</summary>
    WrongOrder,

    /// <summary>A program only logs what it should forbid.</summary>
    LogsOnly,

    /// <summary>Calls are answered less strictly than by other filters, or that cannot be ruled out.</summary>
    Wider,

    /// <summary>Calls are answered more strictly than by other filters, which is nothing wrong.</summary>
    Stricter,

    /// <summary>The monitor gives no thread this name, so the expected programs are unknown.</summary>
    UnknownThread,
}
