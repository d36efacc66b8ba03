using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>The signals that the monitor takes without a handler. The jailer blocks them before it executes the monitor.</summary>
public static class VmmSignals
{
    /// <summary>
    /// Kicks a vCPU out of KVM_RUN. It is the second real-time signal, SIGRTMIN + 1: the first belongs to the managed runtime.
    /// It is blocked everywhere and unblocked only through KVM_SET_SIGNAL_MASK, so no handler ever runs for it.
    /// </summary>
    [NotInHeader("SIGRTMIN is a function of the C library; a test compares this with SIGRTMIN + 1")]
    public const Signal Kick = (Signal)35;

    /// <summary>Requests to terminate, from other processes, the terminal, or the kernel when a limit is exceeded.</summary>
    public static SignalSet Requests => SignalSet.Of(
        Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGXCPU, Signal.SIGXFSZ);

    /// <summary>
    /// Signals that the kernel sends only to the thread whose write failed, so each thread reads its own. Other processes may also send them to
    /// the whole process.
    /// </summary>
    public static SignalSet OfThread => SignalSet.Of(Signal.SIGPIPE, Signal.SIGXFSZ);

    /// <summary>Signals that always target the process: any thread can read them, so exactly one must.</summary>
    public static SignalSet OfProcess => SignalSet.Of(Signal.SIGHUP, Signal.SIGXCPU);

    /// <summary>Signals that the process dies of after an orderly shutdown: watched but never read, so that they are still pending then.</summary>
    public static SignalSet Deadly => SignalSet.Of(Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM);

    /// <summary>The signals that every thread of the monitor blocks: termination requests, SIGPIPE, which is only counted, and the kick.</summary>
    public static SignalSet Blocked => Requests.With(Signal.SIGPIPE).With(Kick);
}
