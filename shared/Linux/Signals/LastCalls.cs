using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>
/// The last calls of a process that ends in a signal handler, prepared in advance: restore the terminal's mode, write a line to standard error,
/// wake another thread and give it time to say more, write what it did not, and exit. Lives on the handler's stack.
/// </summary>
[NotInHeader("not the kernel's; only this library reads it")]
public unsafe struct LastCalls
{
    // All 64 signals.
    private const ulong All = ulong.MaxValue;

    public int Terminal;

    /// <summary>The ioctl request that sets the terminal's mode.</summary>
    public nuint TerminalRequest;

    /// <summary>The mode to restore; null leaves the terminal alone.</summary>
    public void* TerminalMode;

    /// <summary>The line for standard error.</summary>
    public byte* Line;

    /// <summary>Length of the line in bytes.</summary>
    public nuint LineLength;

    /// <summary>For <see cref="ILastWords"/>: the stack address of the thread that writes the rest; zero when it writes nothing.</summary>
    public ulong Speaker;

    /// <summary>Where to record that the line has been written.</summary>
    public int* Mark;

    /// <summary>The value to record at <see cref="Mark"/>.</summary>
    public int MarkValue;

    /// <summary>The exit status, 0 to 255.</summary>
    public int Status;

    /// <summary>Wall clock time, for <see cref="ILastWords.Finish"/>.</summary>
    public timespec Now;

    /// <summary>The first deferred write.</summary>
    public LastWrite First;

    /// <summary>The second deferred write.</summary>
    public LastWrite Second;

    internal LastCall Mask;

    /// <summary>Wakes the other thread.</summary>
    internal LastCall Wake;

    /// <summary>Waits for a quarter of the other thread's time.</summary>
    internal LastCall Pause;

    /// <summary>Waits for the extension.</summary>
    internal LastCall Extension;

    /// <summary>Wakes the other thread once more.</summary>
    internal LastCall LastWake;

    /// <summary>Waits once more after <see cref="LastWake"/>.</summary>
    internal LastCall LastPause;

    private int _unmarked;
    private ulong _signals;
    private timespec _pause;
    private timespec _extension;

    /// <summary>Whether another thread is woken and waited for.</summary>
    public readonly bool IsWaiting => Wake.Number == (nint)SystemCall.SYS_tgkill;

    /// <summary>Sets defaults: no mark, no other thread, and nothing written but the line.</summary>
    public void Prepare()
    {
        _unmarked = 0;
        Mark = (int*)Unsafe.AsPointer(ref _unmarked);
        Mask = LastCall.Nothing;
        Wake = LastCall.Nothing;
        Pause = LastCall.Nothing;
        Extension = LastCall.Nothing;
        LastWake = LastCall.Nothing;
        LastPause = LastCall.Nothing;
        First.Leave();
        Second.Leave();
    }

    /// <summary>Blocks further signals, which would interrupt the waits.</summary>
    public void BlockSignals()
    {
        _signals = All;
        Mask = new LastCall
        {
            Number = (nint)SystemCall.SYS_rt_sigprocmask,
            First = (nint)MaskChange.SIG_SETMASK,
            Second = (nint)Unsafe.AsPointer(ref _signals),
            Fourth = sizeof(ulong),
        };
    }

    /// <summary>
    /// Wakes another thread out of a wait and gives it time. It is signaled four times, since it may be just about to wait.
    /// </summary>
    /// <param name="milliseconds">The thread's time, less than 4000.</param>
    public void WakeUp(int process, int thread, Signal signal, int milliseconds)
    {
        Wake = new LastCall { Number = (nint)SystemCall.SYS_tgkill, First = process, Second = thread, Third = (nint)signal };
        _pause.tv_nsec = (long_t)(milliseconds / SignalSafe.Rounds * NanosecondsPer.Millisecond);
        Pause = WaitFor(ref _pause);
    }

    /// <summary>Gives the other thread more time.</summary>
    /// <param name="milliseconds">The extension, less than 1000.</param>
    public void Extend(int milliseconds)
    {
        _extension.tv_nsec = (long_t)(milliseconds * NanosecondsPer.Millisecond);
        Extension = WaitFor(ref _extension);
    }

    /// <summary>Wakes the other thread once more, and waits for a quarter of its initial time.</summary>
    public void WakeAgain()
    {
        LastWake = Wake;
        LastPause = Pause;
    }

    // A relative wait on CLOCK_REALTIME, clock 0, which the profiles allow.
    private static LastCall WaitFor(ref timespec duration) =>
        new() { Number = (nint)SystemCall.SYS_clock_nanosleep, Third = (nint)Unsafe.AsPointer(ref duration) };
}
