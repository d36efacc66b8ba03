using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>
/// The last calls of a process that ends in a signal handler, laid out beforehand: a terminal gets its mode back, a line goes to standard error,
/// another thread is woken and gets some time to tell more, what it did not tell is written, and the process ends. On the handler's stack.
/// </summary>
[NotInHeader("not the kernel's; only this library reads it")]
public unsafe struct LastCalls
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // Every signal.
    private const ulong All = ulong.MaxValue;

    /// <summary>The terminal's descriptor.</summary>
    public int Terminal;

    /// <summary>The ioctl request that sets its mode.</summary>
    public nuint TerminalRequest;

    /// <summary>The mode; null leaves it.</summary>
    public void* TerminalMode;

    /// <summary>The line for standard error.</summary>
    public byte* Line;

    /// <summary>Its length in bytes.</summary>
    public nuint LineLength;

    /// <summary>For <see cref="ILastWords"/>: where in its stack the thread is that writes the rest; zero when it writes none.</summary>
    public ulong Speaker;

    /// <summary>Where it is noted that the line is out.</summary>
    public int* Mark;

    /// <summary>By which number.</summary>
    public int MarkValue;

    /// <summary>The exit status, 0 to 255.</summary>
    public int Status;

    /// <summary>The wall clock, for <see cref="ILastWords.Finish"/>.</summary>
    public timespec Now;

    /// <summary>What is written first.</summary>
    public LastWrite First;

    /// <summary>What is written then.</summary>
    public LastWrite Second;

    /// <summary>Blocks signals.</summary>
    internal LastCall Mask;

    /// <summary>Wakes the other thread.</summary>
    internal LastCall Wake;

    /// <summary>Waits for a quarter of the time that it gets.</summary>
    internal LastCall Pause;

    /// <summary>Waits for what it gets in addition.</summary>
    internal LastCall Extension;

    /// <summary>Wakes it once more.</summary>
    internal LastCall LastWake;

    /// <summary>Waits for it once more.</summary>
    internal LastCall LastPause;

    private int _unmarked;
    private ulong _signals;
    private timespec _pause;
    private timespec _extension;

    /// <summary>Whether another thread is woken and waited for.</summary>
    public readonly bool IsWaiting => Wake.Number == (nint)SystemCall.SYS_tgkill;

    /// <summary>Nothing is noted, nobody is woken, and nothing is written but the line, unless it is said otherwise.</summary>
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

    /// <summary>Lets no further signal interrupt the waits.</summary>
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
    /// Wakes another thread from what it waits in, and gives it time. It is woken four times, since it may be just about to wait.
    /// </summary>
    /// <param name="process">This process.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="signal">By which signal.</param>
    /// <param name="milliseconds">How long it gets, less than four seconds.</param>
    public void WakeUp(int process, int thread, Signal signal, int milliseconds)
    {
        Wake = new LastCall { Number = (nint)SystemCall.SYS_tgkill, First = process, Second = thread, Third = (nint)signal };
        _pause.tv_nsec = (long_t)(milliseconds / SignalSafe.Rounds * NanosecondsPerMillisecond);
        Pause = WaitFor(ref _pause);
    }

    /// <summary>Gives the other thread more time.</summary>
    /// <param name="milliseconds">How long, less than a second.</param>
    public void Extend(int milliseconds)
    {
        _extension.tv_nsec = (long_t)(milliseconds * NanosecondsPerMillisecond);
        Extension = WaitFor(ref _extension);
    }

    /// <summary>Wakes the other thread once more, and waits for a quarter of its first time.</summary>
    public void WakeAgain()
    {
        LastWake = Wake;
        LastPause = Pause;
    }

    // From now on, by CLOCK_REALTIME, which is clock 0: that is the one that profiles allow.
    private static LastCall WaitFor(ref timespec duration) =>
        new() { Number = (nint)SystemCall.SYS_clock_nanosleep, Third = (nint)Unsafe.AsPointer(ref duration) };
}
