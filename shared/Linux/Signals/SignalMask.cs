using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>The calling thread's blocked signals, by raw calls: the C library hides its own two signals from its set.</summary>
public static unsafe class SignalMask
{
    /// <summary>The signals that the calling thread blocks.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static SignalSet Current
    {
        get
        {
            ulong old;
            Change(MaskChange.SIG_BLOCK, null, &old);
            return new SignalSet(old);
        }
    }

    /// <summary>Blocks more signals on the calling thread; threads and programs that it starts inherit them.</summary>
    /// <param name="signals">The signals to add.</param>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Block(SignalSet signals)
    {
        ulong added = signals.Bits;
        Change(MaskChange.SIG_BLOCK, &added, null);
    }

    /// <summary>Lets a signal in on the calling thread, at once if it is pending.</summary>
    /// <param name="signal">The signal.</param>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Unblock(Signal signal)
    {
        ulong removed = SignalSet.Of(signal).Bits;
        Change(MaskChange.SIG_UNBLOCK, &removed, null);
    }

    /// <summary>Prepares to block exactly these signals on the calling thread.</summary>
    /// <param name="calls">Takes the call.</param>
    /// <param name="signals">The signals.</param>
    public static void PrepareReplacing(CallSequence calls, SignalSet signals) => calls.Add(
        "rt_sigprocmask", SystemCall.SYS_rt_sigprocmask, (nuint)(int)MaskChange.SIG_SETMASK, CallSequence.Keep<ulong>([signals.Bits]), 0, sizeof(ulong));

    /// <summary>Takes one blocked, pending signal off the calling thread or process without waiting.</summary>
    /// <param name="signals">The signals to take.</param>
    /// <returns>False when none was pending.</returns>
    public static bool TryTake(SignalSet signals)
    {
        ulong taken = signals.Bits;
        timespec now = default;
        return Native.Raw(SystemCall.SYS_rt_sigtimedwait, (nuint)(&taken), 0, (nuint)(&now), sizeof(ulong)) > 0;
    }

    private static void Change(MaskChange how, ulong* set, ulong* old) =>
        LinuxException.ThrowIfFailed(
            (int)Native.Raw(SystemCall.SYS_rt_sigprocmask, (nuint)(int)how, (nuint)set, (nuint)old, sizeof(ulong)),
            "rt_sigprocmask");
}
