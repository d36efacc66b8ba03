using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>The signals that the monitor takes other than by a handler. The jailer blocks them before it executes the monitor.</summary>
public static class VmmSignals
{
    /// <summary>
    /// Ends KVM_RUN. It is the second real-time signal of the C library, SIGRTMIN + 1: the first belongs to the managed runtime.
    /// It is blocked everywhere and let in only by KVM_SET_SIGNAL_MASK, so no handler ever runs for it.
    /// </summary>
    [NotInHeader("SIGRTMIN is a function of the C library; a test compares this with SIGRTMIN + 1")]
    public const Signal Kick = (Signal)35;

    /// <summary>The requests to end: other processes', the terminal's, and the kernel's when a limit is reached.</summary>
    public static SignalSet Requests => SignalSet.Of(
        Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGXCPU, Signal.SIGXFSZ);

    /// <summary>
    /// Those that the kernel sends to the thread whose write failed, and to no other: each thread reads its own. Somebody may send them to the
    /// process as well.
    /// </summary>
    public static SignalSet OfThread => SignalSet.Of(Signal.SIGPIPE, Signal.SIGXFSZ);

    /// <summary>Those that are always the process's: any one thread can read them, so that one alone must.</summary>
    public static SignalSet OfProcess => SignalSet.Of(Signal.SIGHUP, Signal.SIGXCPU);

    /// <summary>Those that the process dies of after an orderly end: they are watched and never read, so that they are still pending then.</summary>
    public static SignalSet Deadly => SignalSet.Of(Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM);

    /// <summary>What every thread of the monitor blocks: the requests, the word that a pipe has no reader, which is only counted, and the kick.</summary>
    public static SignalSet Blocked => Requests.With(Signal.SIGPIPE).With(Kick);
}
