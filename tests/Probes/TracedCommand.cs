using System.Runtime.InteropServices;
using Kiln.Linux.Calls;
using Kiln.Linux.Processes;

namespace Kiln.Probes;

/// <summary>Runs a command under a tracer.</summary>
internal static unsafe class TracedCommand
{
    private const int Failed = 127;
    private const int O_CLOEXEC = 0x80000;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The program's path and its arguments.</param>
    /// <param name="follow">Seizes a child, calls what it gets when the child may go on, and follows it; returns its exit status.</param>
    internal static int Run(string[] command, Func<int, Action, int> follow)
    {
        // Everything that the child needs is laid out before the fork; the runtime does not survive it.
        CallSequence calls = new();
        new ProgramImage(command[0], command).PrepareExecuting(calls);
        int* ends = stackalloc int[2];
        _ = pipe2(ends, O_CLOEXEC);
        byte go;
        int child = fork();
        if (child == 0)
        {
            _ = read(ends[0], &go, 1);
            _ = calls.Run();
            _exit(Failed);
        }
        int writer = ends[1];
        return follow(child, () => Release(writer));
    }

    private static void Release(int writer)
    {
        byte go = 0;
        _ = write(writer, &go, 1);
    }

    [DllImport("libc")]
    private static extern int pipe2(int* ends, int flags);

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern int fork();

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern nint read(int descriptor, byte* buffer, nuint length);

    [DllImport("libc")]
    private static extern nint write(int descriptor, byte* buffer, nuint length);

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern void _exit(int status);
}
