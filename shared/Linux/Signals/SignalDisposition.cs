using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>What the process does on a signal (sigaction(2)).</summary>
public static unsafe class SignalDisposition
{
    [NotInHeader("the standard signals end here; nothing ignores a real-time one")]
    private const int LastStandardSignal = 31;

    /// <summary>Ignores a signal.</summary>
    /// <param name="signal">The signal.</param>
    /// <exception cref="LinuxException">The signal cannot be ignored.</exception>
    public static void Ignore(Signal signal) => Set(signal, LibC.SIG_IGN, 0);

    /// <summary>Gives a signal its default back.</summary>
    /// <param name="signal">The signal.</param>
    /// <exception cref="LinuxException">It has no other.</exception>
    public static void Default(Signal signal) => Set(signal, LibC.SIG_DFL, 0);

    /// <summary>Prepares to give every signal that is ignored its default back, since execve keeps what is ignored.</summary>
    /// <param name="calls">Takes the calls.</param>
    public static void PrepareDefaults(CallSequence calls)
    {
        // The kernel's struct sigaction, of four words: SIG_DFL is zero in each.
        nuint standard = CallSequence.Keep<ulong>([0, 0, 0, 0]);
        for (int signal = 1; signal <= LastStandardSignal; signal++)
        {
            sigaction action;
            if (LibC.sigaction(signal, null, &action) == 0 && action.sa_handler == LibC.SIG_IGN)
            {
                calls.Add($"rt_sigaction {signal}", SystemCall.SYS_rt_sigaction, (nuint)signal, standard, 0, sizeof(ulong));
            }
        }
    }

    /// <summary>
    /// Runs a managed function on a signal, with every other signal blocked meanwhile. It is reached by its managed entry, which a
    /// signal may enter wherever it finds the thread; so it must not allocate, throw, lock, or call but by <see cref="SignalSafe"/>.
    /// </summary>
    /// <param name="signal">The signal.</param>
    /// <param name="handler">Takes the signal's number, its siginfo_t and its ucontext_t.</param>
    /// <exception cref="LinuxException">The signal cannot be caught.</exception>
    public static void Handle(Signal signal, delegate* managed<int, void*, void*, void> handler) =>
        Set(signal, (void*)handler, LibC.SA_SIGINFO);

    /// <summary>Puts a managed function in front of the handler that a signal has, with that one's stack and mask.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="handler">As in <see cref="Handle"/>; it may call the handler that it precedes.</param>
    /// <returns>The handler that was there, or null when the signal had none.</returns>
    /// <exception cref="LinuxException">The signal cannot be caught.</exception>
    public static void* Precede(Signal signal, delegate* managed<int, void*, void*, void> handler)
    {
        sigaction action;
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, null, &action), "rt_sigaction", signal.ToString());
        void* previous = action.sa_handler;
        action.sa_handler = handler;
        action.sa_flags |= LibC.SA_SIGINFO;
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, &action, null), "rt_sigaction", signal.ToString());
        return previous == LibC.SIG_DFL || previous == LibC.SIG_IGN ? null : previous;
    }

    private static void Set(Signal signal, void* handler, int flags)
    {
        sigaction action = default;
        action.sa_handler = handler;
        action.sa_flags = flags;
        sigset_t all;
        _ = LibC.sigfillset(&all);
        action.sa_mask = all;
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, &action, null), "rt_sigaction", signal.ToString());
    }
}
