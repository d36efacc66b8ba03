namespace Kiln.Linux.Signals;

/// <summary>
/// What is decided between the last calls of a process. Its methods are not inlined and make no call to the kernel: see <see cref="SignalSafe"/>.
/// </summary>
public unsafe interface ILastWords
{
    /// <summary>The other thread's time is over; it may be given more by <see cref="LastCalls.Extend"/>.</summary>
    /// <param name="calls">The calls.</param>
    static abstract void Look(LastCalls* calls);

    /// <summary>That is over, too; it may be woken once more by <see cref="LastCalls.WakeAgain"/>.</summary>
    /// <param name="calls">The calls.</param>
    static abstract void Expire(LastCalls* calls);

    /// <summary>Says what is written by <see cref="LastCalls.First"/> and <see cref="LastCalls.Second"/>; it is <see cref="LastCalls.Now"/>.</summary>
    /// <param name="calls">The calls.</param>
    static abstract void Finish(LastCalls* calls);
}
