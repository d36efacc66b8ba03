using Kiln.Linux.Abi;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// How a signal handler ends the process. Its line goes to standard error; what it says is left as <see cref="Evidence"/>; the vmm thread is woken by
/// SIGABRT, and has 200 ms to take it, and another half second if it was interrupted: it ends the process. What it has not told by then, or cannot,
/// being the one that is ended, is told by <see cref="LastLines"/>.
/// </summary>
internal static unsafe class LastWords
{
    // Ten times what a vmm thread takes that waits, on a busy host; too short to keep an intruder's guest running.
    private const int Patience = 200;

    /// <summary>Makes the memory; once, before the first handler is installed.</summary>
    internal static void Create()
    {
        LastLines.Create();
        Evidence.Create();
        LineTemplate.Create();
    }

    /// <summary>Says a line, and ends the process.</summary>
    /// <param name="line">The line, with its end, on the handler's stack.</param>
    /// <param name="length">Its length.</param>
    /// <param name="ending">How the process ends.</param>
    /// <param name="stackPointer">Where in its stack the thread was.</param>
    internal static void Say(byte* line, int length, in Ending ending, ulong stackPointer)
    {
        LastCalls calls = default;
        calls.Prepare();
        calls.Line = line;
        calls.LineLength = (nuint)length;
        calls.Status = (int)ending.Status;
        TerminalMode.PrepareRestore(ref calls);
        int start = ReportLine.Program.Length;
        if (Evidence.TryWrite(ending, new ReadOnlySpan<byte>(line + start, length - start - 1)))
        {
            calls.Speaker = stackPointer;
            // Behind the line: whoever takes it may end the process.
            calls.Mark = Evidence.Mark;
            calls.MarkValue = (int)EvidenceState.Left;
        }
        FilterProfile? profile = ThreadTable.ProfileOf(stackPointer);
        if (RuleTables.Allow(profile, SystemCall.SYS_rt_sigprocmask))
        {
            calls.BlockSignals();
        }
        _ = ThreadTable.NameOf(stackPointer, out int threadId);
        int listener = Evidence.Listener;
        if (listener != 0 && listener != threadId && MayWakeAndWait(profile))
        {
            // Every profile has it: the runtime ends the process so.
            calls.WakeUp(Evidence.Process, listener, Signal.SIGABRT, Patience);
        }
        SignalSafe.Conclude<LastLines>(&calls);
    }

    /// <summary>
    /// Takes the SIGABRT by which another thread's handler wakes this one. Whoever calls this returns then, which ends the thread's wait; when the
    /// evidence is overdue, it is told here, and the process ends.
    /// </summary>
    /// <param name="context">Where the signal found the thread.</param>
    /// <returns>False when it is no such signal: this is not the vmm thread, or there is no evidence.</returns>
    internal static bool TryAnswer(in TrapContext context)
    {
        _ = ThreadTable.NameOf(context.Rsp, out int threadId);
        if (Evidence.State < EvidenceState.Left || threadId == 0 || threadId != Evidence.Listener)
        {
            return false;
        }
        Evidence.Acknowledge();
        if (Evidence.IsOverdue)
        {
            SayForAnother(context.Rsp);
        }
        return true;
    }

    private static void SayForAnother(ulong stackPointer)
    {
        LastCalls calls = default;
        calls.Prepare();
        calls.Status = (int)Evidence.Ending.Status;
        calls.Speaker = stackPointer;
        TerminalMode.PrepareRestore(ref calls);
        SignalSafe.Conclude<LastLines>(&calls);
    }

    private static bool MayWakeAndWait(FilterProfile? profile) =>
        RuleTables.Allow(profile, SystemCall.SYS_tgkill, third: (ulong)Signal.SIGABRT) && RuleTables.Allow(profile, SystemCall.SYS_clock_nanosleep);
}
