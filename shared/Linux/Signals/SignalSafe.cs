using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>Gives a terminal its mode back, writes a line to standard error, and ends every thread of the process at once.</summary>
    /// <param name="terminal">The terminal's descriptor.</param>
    /// <param name="request">The ioctl request that sets its mode.</param>
    /// <param name="mode">The mode, or null to leave it.</param>
    /// <param name="line">The line.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="status">The exit status, 0 to 255.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Conclude(int terminal, nuint request, void* mode, byte* line, nuint length, int status)
    {
        _ = ioctl(terminal, request, mode);
        _ = write(2, line, length);
        _exit(status);
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
    private static extern void _exit(int status);
}
