using Kiln.Linux.Abi;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// How a signal handler ends the process. Its line goes to standard error; what it says is left as <see cref="Evidence"/>; the vmm thread is woken,
/// and has 200 ms to take it, and another half second once it has: it ends the process. What it has not told by then, or cannot, being the one that
/// is ended, is told by <see cref="LastLines"/>.
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
            LastLines.Claim(line, stackPointer);
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
            // The runtime's signal: every profile has it, and it does nothing to a thread that no collection wants but end its wait.
            calls.WakeUp(Evidence.Process, listener, VmmSignals.Suspension, Patience);
        }
        SignalSafe.Conclude<LastLines>(&calls);
    }

    private static bool MayWakeAndWait(FilterProfile? profile) =>
        RuleTables.Allow(profile, SystemCall.SYS_tgkill, third: (ulong)VmmSignals.Suspension) && RuleTables.Allow(profile, SystemCall.SYS_clock_nanosleep);
}
