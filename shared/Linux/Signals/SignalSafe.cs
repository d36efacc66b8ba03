using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>The one way in which a signal handler that was entered by its managed entry may end: with a line, and for good.</summary>
/// <remarks>
/// Behind a call that is marked SuppressGCTransition the compiler looks whether a collection waits, and waits for it - for ever, when the
/// signal interrupted the collector itself. It looks at the end of the straight run of code that holds the call. So the calls of a handler
/// stand in one such run, and the run ends the process.
/// </remarks>
public static unsafe class SignalSafe
{
    private const string Library = "libc.so.6";

    /// <summary>How often a thread is woken, and a pause is made.</summary>
    [NotInHeader("Kiln's own")]
    internal const int Rounds = 4;

    /// <summary>Makes the last calls of the process.</summary>
    /// <typeparam name="TWords">Decides between them. A type and no function pointer: the test whether that points to generic code is a branch.</typeparam>
    /// <param name="calls">The calls, on the stack of the handler.</param>
    /// <remarks>
    /// The only waits of the process that are marked SuppressGCTransition: this thread has left its own work for good, and a collection that waits for
    /// it until it ends is one that the process no longer needs. What is not to be made is replaced by a call that does nothing, and not jumped over.
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

    /// <summary>Ends every thread of the process at once, without the runtime's or the C library's own endings.</summary>
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
