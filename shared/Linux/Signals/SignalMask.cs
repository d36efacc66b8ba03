using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>The signal mask of the calling thread, by raw system calls: the C library hides its two internal signals.</summary>
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

    /// <summary>Blocks more signals on the calling thread; new threads and executed programs inherit the mask.</summary>
    /// <param name="signals">The signals to add.</param>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Block(SignalSet signals)
    {
        ulong added = signals.Bits;
        Change(MaskChange.SIG_BLOCK, &added, null);
    }

    /// <summary>Unblocks a signal on the calling thread, which receives it at once if it is pending.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Unblock(Signal signal)
    {
        ulong removed = SignalSet.Of(signal).Bits;
        Change(MaskChange.SIG_UNBLOCK, &removed, null);
    }

    /// <summary>Prepares to block exactly these signals on the calling thread.</summary>
    public static void PrepareReplacing(CallSequence calls, SignalSet signals) => calls.Add(
        "rt_sigprocmask", SystemCall.SYS_rt_sigprocmask, (nuint)(int)MaskChange.SIG_SETMASK, CallSequence.Keep<ulong>([signals.Bits]), 0, sizeof(ulong));

    /// <summary>Dequeues one blocked, pending signal of the calling thread or process, without waiting.</summary>
    /// <param name="signals">The signals to dequeue.</param>
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
