using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>Signal dispositions of the process (sigaction(2)).</summary>
public static unsafe class SignalDisposition
{
    [NotInHeader("the standard signals end here; nothing ignores a real-time one")]
    private const int LastStandardSignal = 31;

    /// <exception cref="LinuxException">The signal cannot be ignored.</exception>
    public static void Ignore(Signal signal) => Set(signal, LibC.SIG_IGN, 0);

    /// <summary>Restores the default action of a signal.</summary>
    /// <exception cref="LinuxException">The signal's action cannot be changed.</exception>
    public static void Default(Signal signal) => Set(signal, LibC.SIG_DFL, 0);

    /// <summary>Prepares to restore the default of every ignored signal, since execve preserves ignored ones.</summary>
    public static void PrepareDefaults(CallSequence calls)
    {
        // The kernel's struct sigaction has four words; all zero means SIG_DFL.
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
    /// Handles a signal with a managed function, all other signals blocked meanwhile. The signal enters the function directly, wherever
    /// it interrupts the thread; so it must not allocate, throw, lock, or make calls except through <see cref="SignalSafe"/>.
    /// </summary>
    /// <param name="handler">Takes the signal's number, its siginfo_t and its ucontext_t.</param>
    /// <exception cref="LinuxException">The signal cannot be caught.</exception>
    public static void Handle(Signal signal, delegate* managed<int, void*, void*, void> handler) =>
        Set(signal, (void*)handler, LibC.SA_SIGINFO);

    /// <summary>Puts a managed function in front of a signal's existing handler, keeping that handler's stack and mask.</summary>
    /// <param name="handler">As in <see cref="Handle"/>; it may call the handler that it precedes.</param>
    /// <returns>The previous handler, or null when the signal had none.</returns>
    /// <exception cref="LinuxException">The signal cannot be caught.</exception>
    public static void* Precede(Signal signal, delegate* managed<int, void*, void*, void> handler)
    {
        sigaction action;
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, null, &action), "rt_sigaction", signal);
        void* previous = action.sa_handler;
        action.sa_handler = handler;
        action.sa_flags |= LibC.SA_SIGINFO;
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, &action, null), "rt_sigaction", signal);
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
        LinuxException.ThrowIfFailed(LibC.sigaction((int)signal, &action, null), "rt_sigaction", signal);
    }
}
