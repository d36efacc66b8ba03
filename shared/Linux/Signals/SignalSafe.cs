using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>The only way in which a signal handler entered through its managed entry may end: it writes a line and ends the process.</summary>
/// <remarks>
/// After a call marked SuppressGCTransition the compiler polls for a pending collection and waits for it, which never ends if the signal
/// interrupted the collector itself. The poll comes at the end of the basic block that contains the call. So all calls of a handler
/// stand in a single basic block, which ends the process.
/// </remarks>
public static unsafe class SignalSafe
{
    private const string Library = "libc.so.6";

    /// <summary>The number of wake-ups and pauses.</summary>
    [NotInHeader("Kiln's own")]
    internal const int Rounds = 4;

    /// <summary>Makes the last calls of the process.</summary>
    /// <typeparam name="TWords">Makes the decisions. A type, since testing whether a function pointer points to generic code is a branch.</typeparam>
    /// <param name="calls">The calls, on the handler's stack.</param>
    /// <remarks>
    /// These are the only blocking calls marked SuppressGCTransition: this thread never returns to its work, and a collection that waits for it
    /// until the end is one that the process no longer needs. Calls to skip are replaced by ones without effect, since a jump is a branch.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Conclude<TWords>(LastCalls* calls)
        where TWords : struct, ILastWords
    {
        _ = syscall(calls->Mask.Number, calls->Mask.First, calls->Mask.Second, calls->Mask.Third, calls->Mask.Fourth);
        _ = ioctl(calls->Terminal, calls->TerminalRequest, calls->TerminalMode);
        _ = write(2, calls->Line, calls->LineLength);
        Volatile.Write(ref *calls->Mark, calls->MarkValue);
        _ = syscall(calls->Wake.Number, calls->Wake.First, calls->Wake.Second, calls->Wake.Third, calls->Wake.Fourth);
        _ = syscall(calls->Pause.Number, calls->Pause.First, calls->Pause.Second, calls->Pause.Third, calls->Pause.Fourth);
        _ = syscall(calls->Wake.Number, calls->Wake.First, calls->Wake.Second, calls->Wake.Third, calls->Wake.Fourth);
        _ = syscall(calls->Pause.Number, calls->Pause.First, calls->Pause.Second, calls->Pause.Third, calls->Pause.Fourth);
        _ = syscall(calls->Wake.Number, calls->Wake.First, calls->Wake.Second, calls->Wake.Third, calls->Wake.Fourth);
        _ = syscall(calls->Pause.Number, calls->Pause.First, calls->Pause.Second, calls->Pause.Third, calls->Pause.Fourth);
        _ = syscall(calls->Wake.Number, calls->Wake.First, calls->Wake.Second, calls->Wake.Third, calls->Wake.Fourth);
        _ = syscall(calls->Pause.Number, calls->Pause.First, calls->Pause.Second, calls->Pause.Third, calls->Pause.Fourth);
        TWords.Look(calls);
        _ = syscall(calls->Extension.Number, calls->Extension.First, calls->Extension.Second, calls->Extension.Third, calls->Extension.Fourth);
        TWords.Expire(calls);
        _ = syscall(calls->LastWake.Number, calls->LastWake.First, calls->LastWake.Second, calls->LastWake.Third, calls->LastWake.Fourth);
        _ = syscall(calls->LastPause.Number, calls->LastPause.First, calls->LastPause.Second, calls->LastPause.Third, calls->LastPause.Fourth);
        _ = clock_gettime(0, &calls->Now);
        TWords.Finish(calls);
        _ = syscall(calls->First.Poll.Number, calls->First.Poll.First, calls->First.Poll.Second, calls->First.Poll.Third, calls->First.Poll.Fourth);
        _ = syscall(calls->First.Write.Number, calls->First.Write.First, calls->First.Write.Second, calls->First.Accepted, 0);
        _ = syscall(calls->Second.Poll.Number, calls->Second.Poll.First, calls->Second.Poll.Second, calls->Second.Poll.Third, calls->Second.Poll.Fourth);
        _ = syscall(calls->Second.Write.Number, calls->Second.Write.First, calls->Second.Write.Second, calls->Second.Accepted, 0);
        _exit(calls->Status);
    }

    /// <summary>Ends every thread of the process at once, without the shutdown code of the runtime or the C library.</summary>
    /// <param name="status">The exit status, 0 to 255.</param>
    public static void Exit(int status) => _exit(status);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern nint write(int descriptor, byte* bytes, nuint length);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int ioctl(int descriptor, nuint request, void* argument);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern nint syscall(nint number, nint a, nint b, nint c, nint d);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int clock_gettime(int clock, timespec* time);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern void _exit(int status);
}
