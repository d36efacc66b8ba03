namespace Kiln.Linux.Signals;

/// <summary>
/// Decisions between the last calls of a process. Implementations are not inlined and make no system calls: see <see cref="SignalSafe"/>.
/// </summary>
public unsafe interface ILastWords
{
    /// <summary>Called when the other thread's time is up; may grant more with <see cref="LastCalls.Extend"/>.</summary>
    static abstract void Look(LastCalls* calls);

    /// <summary>Called when the extension is up too; may wake the thread once more with <see cref="LastCalls.WakeAgain"/>.</summary>
    static abstract void Expire(LastCalls* calls);

    /// <summary>Sets what <see cref="LastCalls.First"/> and <see cref="LastCalls.Second"/> write; the time is <see cref="LastCalls.Now"/>.</summary>
    static abstract void Finish(LastCalls* calls);
}
