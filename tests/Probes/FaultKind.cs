namespace Kiln.Probes;

/// <summary>The ways in which a thread can fail.</summary>
internal enum FaultKind
{
    /// <summary>An unhandled exception.</summary>
    Exception,

    FailFast,

    /// <summary>More live objects than the heap's hard limit.</summary>
    Heap,

    /// <summary>A system call that the filter does not allow, made through a P/Invoke.</summary>
    Violation,

    /// <summary>The same, made while the collector cannot come in.</summary>
    ViolationWithoutTransition,

    /// <summary>The same, made by the collector in the middle of a collection.</summary>
    ViolationInCollector,

    /// <summary>A null reference, which is a SIGSEGV that the runtime turns into an exception.</summary>
    NullReference,

    /// <summary>A SIGSEGV outside managed code.</summary>
    BadAddress,
}
