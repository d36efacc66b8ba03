using System.Runtime.InteropServices;

namespace Kiln.Linux;

/// <summary>
/// The calls that a signal handler may make. They never let the collector in (SuppressGCTransition), so that they also
/// work when the signal interrupted managed code or the collector itself. None of them may wait.
/// </summary>
public static unsafe class SignalSafe
{
    private const string Library = "libc.so.6";

    /// <summary>write(2), once; the handler has no use for its result.</summary>
    /// <param name="descriptor">Where to.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="length">How much.</param>
    [DllImport(Library, EntryPoint = "write")]
    [SuppressGCTransition]
    public static extern nint Write(int descriptor, byte* bytes, nuint length);

    /// <summary>ioctl(2).</summary>
    /// <param name="descriptor">On what.</param>
    /// <param name="request">The request's number.</param>
    /// <param name="argument">What it reads or fills.</param>
    [DllImport(Library, EntryPoint = "ioctl")]
    [SuppressGCTransition]
    public static extern int Control(int descriptor, nuint request, void* argument);

    /// <summary>gettid(2).</summary>
    [DllImport(Library, EntryPoint = "gettid")]
    [SuppressGCTransition]
    public static extern int ThreadId();

    /// <summary>Ends every thread at once, without the runtime's or the C library's own endings.</summary>
    /// <param name="status">The exit status, 0 to 255.</param>
    [DllImport(Library, EntryPoint = "_exit")]
    [SuppressGCTransition]
    public static extern void Exit(int status);
}
