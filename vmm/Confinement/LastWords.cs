using Kiln.Linux.Abi;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Ends the process from a signal handler. The line goes to standard error and is left as <see cref="Evidence"/>; SIGABRT wakes the vmm thread,
/// which has 200 ms to take the evidence, plus half a second if it was interrupted, and then ends the process. What it does not report in time, or
/// cannot because it is the ended thread itself, <see cref="LastLines"/> reports.
/// </summary>
internal static unsafe class LastWords
{
    // Milliseconds. Ten times what a waiting vmm thread takes on a busy host; too short to keep an intruder's guest running.
    private const int Patience = 200;

    /// <summary>Allocates the memory; once, before the first handler is installed.</summary>
    internal static void Create()
    {
        LastLines.Create();
        Evidence.Create();
        LineTemplate.Create();
    }

    /// <summary>Reports a line and ends the process.</summary>
    /// <param name="line">The line including its newline, on the handler's stack.</param>
    /// <param name="ending">How the process ends.</param>
    /// <param name="stackPointer">The thread's stack pointer when it was interrupted.</param>
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
            // Set after the line is written: whoever takes the evidence may end the process.
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
            // Every profile allows it: the runtime ends the process this way.
            calls.WakeUp(Evidence.Process, listener, Signal.SIGABRT, Patience);
        }
        SignalSafe.Conclude<LastLines>(&calls);
    }

    /// <summary>
    /// Handles the SIGABRT by which another thread's handler wakes the vmm thread: the handler returns, which ends the thread's wait. If the
    /// evidence is overdue, reports it and ends the process.
    /// </summary>
    /// <param name="context">The interrupted thread's registers.</param>
    /// <returns>False when the signal means something else: this is not the vmm thread, or there is no evidence.</returns>
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
