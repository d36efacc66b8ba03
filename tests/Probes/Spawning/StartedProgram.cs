using System.Diagnostics;
using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Probes.Spawning;

/// <summary>
/// A program started by posix_spawn(3): no page of this process is copied for it, so that only its own CPU time is measured.
/// </summary>
internal sealed unsafe class StartedProgram
{
    private StartedProgram(int process, long startedNanoseconds) => (Process, StartedNanoseconds) = (process, startedNanoseconds);

    internal int Process { get; }

    /// <summary>When it was started, by the monotonic clock.</summary>
    internal long StartedNanoseconds { get; }

    /// <summary>What processors have spent on it so far, in all its threads.</summary>
    /// <exception cref="LinuxException">The process has been reaped.</exception>
    internal long ProcessorNanoseconds
    {
        get
        {
            const long NanosecondsPerSecond = 1_000_000_000;
            // The CPU clock of another process, encoded like clock_getcpuclockid(3).
            int clock = (~Process << 3) | 2;
            timespec time;
            LinuxException.ThrowIfFailed(clock_gettime(clock, &time), "clock_gettime");
            return ((long)time.tv_sec * NanosecondsPerSecond) + (long)time.tv_nsec;
        }
    }

    /// <summary>Starts a program with this process's standard streams and an empty environment.</summary>
    /// <param name="command">Its path, and its arguments.</param>
    /// <exception cref="InvalidOperationException">There is no such program.</exception>
    internal static StartedProgram Start(string[] command)
    {
        byte** words = (byte**)NativeMemory.AllocZeroed((nuint)command.Length + 1, (nuint)sizeof(byte*));
        for (int index = 0; index < command.Length; index++)
        {
            words[index] = (byte*)Marshal.StringToCoTaskMemUTF8(command[index]);
        }
        byte* environment = null;
        int process;
        long started = Stopwatch.GetTimestamp();
        int error = posix_spawn(&process, words[0], null, null, words, &environment);
        for (int index = 0; index < command.Length; index++)
        {
            Marshal.FreeCoTaskMem((nint)words[index]);
        }
        NativeMemory.Free(words);
        return error == 0 ? new StartedProgram(process, started) : throw new InvalidOperationException($"{command[0]}: {new Errno(error)}");
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    internal void WaitForSuccess()
    {
        int status;
        if (waitpid(Process, &status, 0) != Process || status != 0)
        {
            throw new InvalidOperationException($"process {Process} ended with wait status {status}");
        }
    }

    [DllImport("libc")]
    private static extern int posix_spawn(int* process, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [DllImport("libc", SetLastError = true)]
    private static extern int clock_gettime(int clock, timespec* time);

    [DllImport("libc")]
    private static extern int waitpid(int process, int* status, int options);
}
